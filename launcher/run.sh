#!/bin/sh
# Starts one function alone. Usage: sourced by ./millrace; start_run FUNCTION [ARGUMENTS]
set -eu

run_usage() {
    cat <<'END'
Usage: ./millrace run FUNCTION [ARGUMENTS]

Builds when needed, then starts one function alone, as a container does: ingest, clean, train or predict. It needs the
broker or database that its README names, by environment variables.

  ./millrace run ingest --help       what a function takes
  ./millrace run train --once spam   one training as a job: exit code 0 when it ended well
END
}

start_run() {
    function=${1:-}
    case $function in
        ingest | clean | train | predict) ;;
        '' | -h | --help)
            run_usage
            return
            ;;
        *)
            run_usage >&2
            fail "there is no function '$function': expected ingest, clean, train or predict"
            ;;
    esac
    shift
    find_jdk
    build_if_needed
    exec_function "$function" "$@"
}
