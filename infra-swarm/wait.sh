#!/bin/sh
# Waits until all of a stack runs, and prints it; 1 when it does not in time, or Swarm rolled back or left an update.
# Usage: wait.sh STACK SECONDS BEFORE, which is what updates.sh said before the change
set -eu
. "$(dirname -- "$0")/usage.sh"
[ $# = 3 ] || usage
cd "$(dirname -- "$0")"

stack=$1 left=$2 before=$3
# A job is 1/1 (0/1 completed) while it runs, and 0/1 (1/1 completed) when it is done.
missing() {
    services=$(docker stack services --format '{{.Name}} {{.Replicas}}' "$stack") || services=
    [ -n "$services" ] || { echo "an answer of docker with services  " && return; }
    echo "$services" |
        awk '{ split($2, n, "/"); if ((n[1] != n[2] || /\(0\/1 completed\)/) && !/\(1\/1 completed\)/) printf "%s %s  ", $1, $2 }'
    ./updates.sh "$stack" | awk '$2 == "updating" || $2 == "rollback_started" { printf "%s updating  ", $1 }'
}
# Just after a change all may still be as it was before.
sleep 2
while [ -n "$(missing)" ]; do
    [ "$left" -gt 0 ] || { echo "not running in time: $(missing)- docker service ps --no-trunc NAME says why" >&2 && exit 1; }
    left=$((left - 2))
    sleep 2
done
docker stack services --format 'table {{.Name}}\t{{.Replicas}}\t{{.Image}}' "$stack"
back=$(./updates.sh "$stack" | grep -vxF "$before" | sed -nE 's/^([^ ]+) (rollback_[a-z]+|paused) .*/\1: \2/p')
[ -z "$back" ] || { printf '%s\n%s\n' "$back" "docker service ps --no-trunc NAME, or docker service logs NAME, says why" >&2 && exit 1; }
