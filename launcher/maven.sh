#!/bin/sh
# Finds Maven and runs it, one build at a time. Usage: sourced by ./millrace; with_lock COMMAND, run_maven ARGUMENTS.
set -eu

state=${house:?sourced by ./millrace}/target
build_log=$state/build.log

find_maven() {
    for maven in "$(command -v mvn || true)" "${MAVEN_HOME:-}/bin/mvn" /usr/share/maven/bin/mvn /opt/*maven*/bin/mvn \
        "$HOME"/.sdkman/candidates/maven/current/bin/mvn /opt/homebrew/bin/mvn /usr/local/bin/mvn; do
        [ -x "$maven" ] || continue
        case $(JAVA_HOME=${java_home:?} "$maven" --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p') in
            3.[89]* | 3.[1-9][0-9]* | [4-9]*) return 0 ;;
        esac
    done
    fail "needs Maven 3.8 or newer to build, and found none ('apt install maven' or 'brew install maven' gives one)."
}

# Runs COMMAND while no other build of this folder runs. flock lets go by itself when its holder dies; where there is
# none (macOS), a folder names its holder, and a dead holder's folder is taken away.
with_lock() {
    { mkdir -p "$state" 2>/dev/null && [ -w "$state" ]; } ||
        fail "cannot write to $state, where a build puts its state: build this folder as a user who may, or copy it"
    if command -v flock >/dev/null; then
        (
            flock -n 9 || { say "waiting for another build of this folder" && flock 9; }
            "$@"
        ) 9>"$state/build.lock"
        return
    fi
    lock=$state/build.lock.d
    until mkdir "$lock" 2>/dev/null; do
        holder=$(cat "$lock/pid" 2>/dev/null || true)
        if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then
            mv "$lock" "$lock.$$" 2>/dev/null && rm -rf "$lock.$$"
        else
            sleep 1
        fi
    done
    trap 'rm -rf "$lock"' EXIT
    trap 'exit 130' INT TERM
    echo $$ >"$lock/pid"
    "$@"
    rm -rf "$lock"
    trap - EXIT INT TERM
}

# Every word of Maven goes to the build log; people see lines a module. Fails when Maven does. javac runs in its process
# (.mvn/jvm.config), which takes half the time: Maven's Java is new enough here.
run_maven() {
    find_maven
    { JAVA_HOME=$java_home "$maven" -B -ntp -f "$house/pom.xml" -Djavac.fork=false "$@" 2>&1 || printf '\nMAVEN FAILED\n'; } |
        while IFS= read -r line; do
            printf '%s\n' "$line"
            case $line in
                *'Tests run: '*', Time elapsed'*) ;;
                *'Tests run: '*) say "    ${line#*] }" ;;
                *'Building Millrace '*) say "  ${line#*Building Millrace }" ;;
            esac
        done >"$build_log"
    ! tail -n 1 "$build_log" | grep -q '^MAVEN FAILED$'
}
