#!/bin/sh
# Builds everything and passes the fast tests. Usage: sourced by ./millrace; start_test [MAVEN ARGUMENTS]
set -eu

test_usage() {
    cat <<'END'
Usage: ./millrace test [MAVEN ARGUMENTS]

Checks the scripts with shellcheck where it is installed, then runs 'mvn verify': format, compiler checks, and every
fast test, against a real broker and a real database that the tests start themselves. Exit code 0 only when all passed.

  ./millrace test -pl shared/text -am                  one module, and what it needs
  ./millrace test -Dtest=TokenizerTest -pl shared/text -am -Dsurefire.failIfNoSpecifiedTests=false
END
}

check_scripts() {
    if ! command -v shellcheck >/dev/null; then
        say "shellcheck is not installed: the scripts are not checked"
        return
    fi
    (cd "${house:?sourced by ./millrace}" && find millrace launcher checks infra-compose infra-swarm .ci -type f \( -name '*.sh' -o -name millrace -o -name run -o -name node -o -name stand-ins \) \
        -exec shellcheck -x {} +)
}

# Adds up the closing line of each module: 'Tests run: 12, Failures: 0, Errors: 0, Skipped: 0'. $1: others that failed.
count_tests() {
    sed -n 's/^\[[A-Z]*\] Tests run: \([0-9]*\), Failures: \([0-9]*\), Errors: \([0-9]*\), Skipped: \([0-9]*\)$/\1 \2 \3 \4/p' \
        "${build_log:?}" | awk -v other="$1" '
        { run += $1; failed += $2 + $3; skipped += $4 }
        END { printf "tests: %d passed, %d failed, %d skipped\n", run - failed - skipped, failed + other, skipped }'
}

test_now() {
    before=$(sources)
    check_scripts && scripts=0 || scripts=1
    if run_maven -T 2 --fail-at-end verify "$@"; then
        [ $# -gt 0 ] || printf '%s\n' "$before" >"${built:?}"
        count_tests "$scripts"
        return "$scripts"
    fi
    grep '^\[ERROR\]' "$build_log" | head -n 60 >&2 || tail -n 30 "$build_log" >&2
    grep -q '^\[ERROR\] Tests run:.*[0-9]$' "$build_log" && other=0 || other=1
    count_tests $((other + scripts))
    fail "there are failures; the log is $build_log"
}

start_test() {
    case ${1:-} in
        -h | --help) test_usage && return ;;
    esac
    find_jdk
    with_lock test_now "$@"
}
