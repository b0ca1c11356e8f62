#!/bin/sh
# Waits until all of a stack runs, and prints it; 1 when it does not in time, or Swarm rolled back or left an update.
# Usage: wait.sh STACK SECONDS BEFORE, which is what updates.sh said before the change
set -eu
cd "$(dirname -- "$0")"

usage='usage: wait.sh STACK SECONDS BEFORE'
stack=${1:?$usage} left=${2:?$usage} before=${3?$usage}
# A job is 1/1 (0/1 completed) while it runs, and 0/1 (1/1 completed) when it is done.
missing() {
    docker stack services --format '{{.Name}} {{.Replicas}}' "$stack" |
        awk '{ split($2, n, "/"); if ((n[1] != n[2] || /\(0\/1 completed\)/) && !/\(1\/1 completed\)/) printf "%s %s  ", $1, $2 }'
    ./updates.sh "$stack" | awk '$2 == "updating" || $2 == "rollback_started" { printf "%s updating  ", $1 }'
}
while [ -n "$(missing)" ]; do
    [ "$left" -gt 0 ] || { echo "not running in time: $(missing)- docker service ps --no-trunc NAME says why" >&2 && exit 1; }
    left=$((left - 2))
    sleep 2
done
docker stack services --format 'table {{.Name}}\t{{.Replicas}}\t{{.Image}}' "$stack"
back=$(./updates.sh "$stack" | grep -vxF "$before" | sed -nE 's/^([^ ]+) (rollback_[a-z]+|paused) .*/\1: \2/p')
[ -z "$back" ] || { printf '%s\n%s\n' "$back" "docker service ps --no-trunc NAME, or docker service logs NAME, says why" >&2 && exit 1; }
