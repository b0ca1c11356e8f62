#!/bin/sh
# Takes a node out of service: its replicas go elsewhere. --back: it may have some again.
# Usage: drain.sh [--back | --force] NODE. What is pinned to it by a label waits until it is back: a broker may, but for the
# node of the database or of the gateway, without which nothing is answered, and for the last that runs functions, --force is
# asked for.
set -eu
known_options="--back --force"
. "$(dirname -- "$0")/usage.sh"

option=
case ${1:-} in -*) option=$1 && shift ;; esac
[ $# = 1 ] || usage
node=$1
# docker takes an id, too, and of some commands `self`.
id=$(docker node inspect --format '{{.ID}}' "$node")
name=$(docker node inspect --format '{{.Description.Hostname}}' "$id")
if [ "$option" = --back ]; then
    docker node update --availability active "$id"
    exit
fi
for pinned in postgres gateway; do
    [ "$option" = --force ] || [ -z "$(docker node inspect --format "{{index .Spec.Labels \"millrace.$pinned\"}}" "$id")" ] ||
        { echo "$node has $pinned, which then stops until 'drain.sh --back $node'; if that is meant: drain.sh --force $node" >&2 && exit 1; }
done
others() {
    docker node ls --quiet --filter node.label=millrace.work=true |
        xargs -r docker node inspect --format '{{.ID}} {{.Status.State}} {{.Spec.Availability}}' |
        awk -v id="$id" '$1 != id && $2 == "ready" && $3 == "active"'
}
[ "$option" = --force ] || [ -n "$(others)" ] ||
    { echo "no other node may run functions: docker node ls; if all of them shall end: drain.sh --force $node" >&2 && exit 1; }
running() { docker service ps --filter desired-state=running --format '{{.CurrentState}} {{.Node}}' "$1" | grep ^Running; }
more=
as_before() { for service in $more; do docker service scale --detach=true "$service"; done; }
trap as_before EXIT

# Swarm ends the replicas of a drained node before it starts others: what has none elsewhere gets one more before.
for service in millrace_ingest millrace_predict; do
    [ -n "$(others)" ] || break
    running "$service" | awk -v node="$name" '$NF != node { other = 1 } END { exit !other }' && continue
    replicas=$(docker service inspect --format '{{.Spec.Mode.Replicated.Replicas}}' "$service")
    more="$more $service=$replicas"
    docker service scale "$service=$((replicas + 1))"
done
docker node update --availability drain "$id"
left=90
while docker node ps --filter desired-state=shutdown --format '{{.CurrentState}}' "$id" | grep -q ^Running; do
    [ "$left" -gt 0 ] || { echo "still running on $node after 90 s: docker node ps $node" >&2 && exit 1; }
    left=$((left - 1))
    sleep 1
done
for service in $more; do
    while [ "$(running "${service%=*}" | wc -l)" -le "${service#*=}" ]; do
        [ "$left" -gt 0 ] || { echo "${service%=*}: not all replicas run elsewhere after 90 s: docker service ps ${service%=*}" >&2 && exit 1; }
        left=$((left - 1))
        sleep 1
    done
done
