#!/bin/sh
# Takes a node out of service: its replicas go elsewhere. --back: it may have some again.
# Usage: drain.sh [--back] NODE. What is pinned to it by a label (a broker, the database) waits until it is back.
set -eu

if [ "${1:-}" = --back ]; then
    docker node update --availability active "${2:?usage: drain.sh [--back] NODE}"
    exit
fi
node=${1:?usage: drain.sh [--back] NODE}
running() { docker service ps --filter desired-state=running --format '{{.CurrentState}} {{.Node}}' "$1" | grep ^Running; }
more=

# Swarm ends the replicas of a drained node before it starts others: what has none elsewhere gets one more before.
for service in millrace_ingest millrace_predict; do
    running "$service" | grep -qv " $node\$" && continue
    replicas=$(docker service inspect --format '{{.Spec.Mode.Replicated.Replicas}}' "$service")
    docker service scale "$service=$((replicas + 1))"
    more="$more $service=$replicas"
done
docker node update --availability drain "$node"
left=90
while docker node ps --filter desired-state=shutdown --format '{{.CurrentState}}' "$node" | grep -q ^Running; do
    [ "$left" -gt 0 ] || { echo "still running on $node after 90 s: docker node ps $node" >&2 && exit 1; }
    left=$((left - 1))
    sleep 1
done
for service in $more; do
    while [ "$(running "${service%=*}" | wc -l)" -le "${service#*=}" ] && [ "$left" -gt 0 ]; do
        left=$((left - 1))
        sleep 1
    done
    docker service scale --detach=true "$service"
done
