#!/bin/sh
# Takes a node out of service: its replicas go elsewhere. --back: it may have some again.
# Usage: drain.sh [--back | --force] NODE. What is pinned to it by a label waits until it is back: a broker may, but for the
# node of the database or of the gateway, without which nothing is answered, --force is asked for.
set -eu
known_options="--back --force"
. "$(dirname -- "$0")/usage.sh"

option=
case ${1:-} in -*) option=$1 && shift ;; esac
[ $# = 1 ] || usage
node=$1
# docker takes an id, too, and `self`.
name=$(docker node inspect --format '{{.Description.Hostname}}' "$node")
if [ "$option" = --back ]; then
    docker node update --availability active "$node"
    exit
fi
for pinned in postgres gateway; do
    [ "$option" = --force ] || [ -z "$(docker node inspect --format "{{index .Spec.Labels \"millrace.$pinned\"}}" "$node")" ] ||
        { echo "$node has $pinned, which then stops until 'drain.sh --back $node'; if that is meant: drain.sh --force $node" >&2 && exit 1; }
done
running() { docker service ps --filter desired-state=running --format '{{.CurrentState}} {{.Node}}' "$1" | grep ^Running; }
more=
as_before() { for service in $more; do docker service scale --detach=true "$service"; done; }
trap as_before EXIT

# Swarm ends the replicas of a drained node before it starts others: what has none elsewhere gets one more before.
for service in millrace_ingest millrace_predict; do
    running "$service" | awk -v node="$name" '$NF != node { other = 1 } END { exit !other }' && continue
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
done
