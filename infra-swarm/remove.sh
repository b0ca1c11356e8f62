#!/bin/sh
# Removes the stack, its monitoring before it, and waits until they are gone; 1 when they are not in time. Volumes and secrets
# stay. Usage: remove.sh, or remove.sh --monitoring for that alone.
set -eu
known_options=--monitoring
. "$(dirname -- "$0")/usage.sh"
case "$*" in '' | --monitoring) ;; *) usage ;; esac

gone() { # STACK
    stacks=$(docker stack ls --format '{{.Name}}')
    # A run that was cut off may have left networks.
    echo "$stacks" | grep -qx "$1" || [ -n "$(networks "$1")" ] || return 0
    tasks=$(docker stack ps --quiet --no-trunc --filter desired-state=running "$1" 2>/dev/null || true)
    # Its own way to wait, --detach=false, may not end: it counts tasks that end, and misses those that are forgotten.
    docker stack rm "$1"
    left=90
    while run "$tasks" || [ -n "$(networks "$1")" ]; do
        [ "$left" -gt 0 ] || { echo "still there after 90 s, of $1: docker network ls, and on each node docker ps" >&2 && exit 1; }
        left=$((left - 1))
        sleep 1
    done
}
run() { # TASKS: whether one of them is not at its end
    # shellcheck disable=SC2086 # ids, without blanks
    docker inspect --type task --format '{{.Status.State}}' $1 2>/dev/null |
        grep -qE '^(new|pending|assigned|accepted|preparing|ready|starting|running)$'
}
networks() { docker network ls --quiet --filter "label=com.docker.stack.namespace=$1"; }

# It is in the stack's networks, which cannot go before it.
gone millrace-monitoring
[ "${1:-}" = --monitoring ] || gone millrace
echo "left: secrets (docker secret ls), and on each node volumes (docker volume ls --filter label=com.docker.stack.namespace)"
