#!/bin/sh
# Starts everything in one process. Usage: sourced by ./millrace; start_up [OPTIONS]
set -eu

up_usage() {
    cat <<'END'
Usage: ./millrace up [OPTIONS]

Builds when needed, then starts ingest, clean, train and predict in one process, with a real Kafka broker and a real
PostgreSQL of their own. The first start sends the sample documents through POST /ingest and trains a version 1 of each
model; a later start finds it all again. Ctrl-C stops it, a second Ctrl-C at once.

  --data DIR     keep everything here (default: $XDG_DATA_HOME/millrace or ~/.local/share/millrace;
                 on macOS ~/Library/Application Support/Millrace)
  --port N       the HTTP port (default: 8000; 0: any free one)
  --host H       the address to listen on (default: 127.0.0.1, this machine only)
  --models FILE  the models file (default: models.yml in the data folder, at first a copy of samples/models.yml)
  --empty        send no sample documents
  --once         send, train, predict a few, print a table, stop; in a throw-away folder unless --data is given
  --json         with --once: one JSON object instead of the table
  --observe      start a local Prometheus, too, with the rules of observability/, if one is installed
  --traces URL   send traces to a receiver of OTLP over HTTP, as http://localhost:4318 of Jaeger
END
}

start_up() {
    for argument in "$@"; do
        case $argument in
            -h | --help) up_usage && return ;;
        esac
    done
    find_jdk
    build_if_needed
    # --observe gets the folder that it needs.
    left=$#
    while [ "$left" -gt 0 ]; do
        case $1 in
            --observe) set -- "$@" --observe "${house:?}/observability/prometheus" ;;
            *) set -- "$@" "$1" ;;
        esac
        shift
        left=$((left - 1))
    done
    exec_function standalone up "$@"
}
