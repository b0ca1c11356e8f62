#!/bin/sh
# Takes a node out of service: its replicas go elsewhere. --back: it may have some again.
# Usage: drain.sh [--back] NODE. What is pinned to it by a label (a broker, the database) waits until it is back.
set -eu

if [ "${1:-}" = --back ]; then
    docker node update --availability active "${2:?usage: drain.sh [--back] NODE}"
    exit
fi
docker node update --availability drain "${1:?usage: drain.sh [--back] NODE}"
left=90
while docker node ps --filter desired-state=shutdown --format '{{.CurrentState}}' "$1" | grep -q ^Running; do
    [ "$left" -gt 0 ] || { echo "still running on $1 after 90 s: docker node ps $1" >&2 && exit 1; }
    left=$((left - 1))
    sleep 1
done
