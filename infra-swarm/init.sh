#!/bin/sh
# Makes this engine the manager of a Swarm, where it is in none, and prints how other machines join it. Run again, when they
# have joined, or when there is to be no other, it labels the nodes: what has its place keeps it, what has none gets one.
# Usage: init.sh [ADDRESS], the one at which the others reach this machine, where it has several.
set -eu
. "$(dirname -- "$0")/usage.sh"
[ $# -le 1 ] || usage

state=$(docker info --format '{{.Swarm.LocalNodeState}}')
if [ "$state" != active ]; then
    docker swarm init ${1:+--advertise-addr "$1"} >/dev/null
fi
[ "$(docker info --format '{{.Swarm.ControlAvailable}}')" = true ] || { echo "this engine is a worker: run it on a manager" >&2 && exit 1; }
echo "on each other machine: $(docker swarm join-token worker | grep -o 'docker swarm join .*')"
echo "(or, for one more manager: $(docker swarm join-token manager | grep -o 'docker swarm join .*'))"
[ "$state" = active ] || { echo "then, or for this machine alone: init.sh again, for the labels" && exit; }

has() { # NODE NAME
    [ -n "$(docker node inspect --format "{{index .Spec.Labels \"millrace.$2\"}}" "$1")" ]
}
label() { # NODE NAME [VALUE]
    has "$1" "$2" || docker node update --label-add "millrace.$2=${3:-true}" "$1" >/dev/null
}
place() { # NAME NODE: what has one place alone, where its state is
    [ -n "$(docker node ls --quiet --filter "node.label=millrace.$1")" ] || label "$2" "$1"
}

managers=$(docker node ls --filter role=manager --format '{{.Hostname}}' | sort)
workers=$(docker node ls --filter role=worker --format '{{.Hostname}}' | sort)
nodes="$managers $workers"
for node in ${workers:-$managers}; do
    label "$node" work
done
for node in $nodes; do
    label "$node" zone "$node"
done
# The database and what was measured are on the first node, a broker on each of the first three, as far as there are so many.
first=$(echo "$managers" | head -n 1)
for name in postgres gateway monitoring; do
    place "$name" "$first"
done
without_broker() {
    for node in $nodes; do
        has "$node" kafka-1 || has "$node" kafka-2 || has "$node" kafka-3 || { echo "$node" && return; }
    done
    echo "$first"
}
for broker in 1 2 3; do
    place "kafka-$broker" "$(without_broker)"
done
docker node ls --format '{{.Hostname}}' | sort | while read -r node; do
    docker node inspect --format '{{.Description.Hostname}} {{.Spec.Role}} {{.Spec.Labels}}' "$node"
done
