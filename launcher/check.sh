#!/bin/sh
# Runs the heavy checks. Usage: sourced by ./millrace; start_check [--list | --prepare] [NAME ...]
set -eu

check_usage() {
    cat <<'END'
Usage: ./millrace check [--list | --prepare] [NAME ...]

Runs the heavy checks, all or by name. Each starts Millrace, prints its figures beside their goals, and
closes with its counts; the last line adds them up. --list names the checks, a line each. --prepare takes a minute to
make caches with which the functions start sooner, where no check measures that: for many checks in a row, after a build.
They need python3 (3.9 or newer); docs-pages needs Chromium and its driver too.
END
}

list_checks() {
    for script in "${house:?sourced by ./millrace}"/checks/*.sh "$house"/checks/*.py; do
        [ -f "$script" ] || continue
        printf '%-18s %s\n' "$(basename "${script%.*}")" "$(sed -n 's/^# about: //p' "$script")"
    done
}

script_of() {
    for script in "$house/checks/$1.sh" "$house/checks/$1.py"; do
        [ ! -f "$script" ] || return 0
    done
    fail "there is no check '$1'; ./millrace check --list names them"
}

# Runs one check and adds its counts to the totals; a check that ends without its counts is one that failed.
run_check() {
    name=$1
    script_of "$name"
    printf '\n== %s: %s\n' "$name" "$(sed -n 's/^# about: //p' "$script")"
    log=$house/target/check-$name.log begin=$(date +%s)
    case $script in
        *.py) python3 "$script" 2>&1 || echo "exit code $?" ;;
        *) sh "$script" 2>&1 || echo "exit code $?" ;;
    esac | tee "$log"
    printf '(%d s)\n' $(($(date +%s) - begin))
    counts=$(sed -n "s/^$name: \([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p" "$log" | tail -n 1)
    : "${counts:=0 1}"
    passed=$((passed + ${counts% *}))
    failed=$((failed + ${counts#* }))
}

start_check() {
    case ${1:-} in
        -h | --help) check_usage && return ;;
        --list) list_checks && return ;;
    esac
    prepare=''
    if [ "${1:-}" = --prepare ]; then
        prepare=yes
        shift
    fi
    # Before minutes of the others: a name that there is not.
    for name in "$@"; do
        script_of "$name"
    done
    find_jdk
    build_if_needed
    export CHECK_HOUSE="$house" CHECK_JAVA="${java:?}"
    if [ "$prepare" ]; then
        PYTHONPATH=$house/checks python3 -m lib.prepared
        [ $# -gt 0 ] || return 0
    fi
    passed=0 failed=0
    # shellcheck disable=SC2046 # names are single words
    [ $# -gt 0 ] || set -- $(list_checks | cut -d ' ' -f 1)
    for name in "$@"; do
        run_check "$name"
    done
    printf '\n%d passed, %d failed\n' "$passed" "$failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
