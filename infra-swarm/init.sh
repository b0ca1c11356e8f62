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

# By their ids: a machine that came back under its old name is there twice. What is down keeps its labels, as it may come
# back, and gets none.
has() { # NODE NAME
    [ -n "$(docker node inspect --format "{{index .Spec.Labels \"millrace.$2\"}}" "$1")" ]
}
label() { # NODE NAME [VALUE]
    has "$1" "$2" || docker node update --label-add "millrace.$2=${3:-true}" "$1" >/dev/null
}
place() { # NAME NODE: what has one place alone, where its state is
    [ -n "$(docker node ls --quiet --filter "node.label=millrace.$1")" ] || label "$2" "$1"
}

ready() { # ROLE: ids, by the names
    docker node ls --filter "role=$1" --format '{{.Hostname}} {{.ID}} {{.Status}}' | sort | awk '$3 == "Ready" { print $2 }'
}
managers=$(ready manager)
workers=$(ready worker)
nodes="$managers $workers"
# Managers only where there is no worker, whether it is up or not.
[ -n "$(docker node ls --quiet --filter role=worker)" ] || workers=$managers
for node in $workers; do
    label "$node" work
done
for node in $nodes; do
    label "$node" zone "$(docker node inspect --format '{{.Description.Hostname}}' "$node")"
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
docker node ls --format '{{.Hostname}} {{.ID}} {{.Status}}' | sort | while read -r name node status; do
    docker node inspect --format '{{.Description.Hostname}} {{.Spec.Role}} {{.Spec.Labels}}' "$node"
    [ "$status" = Ready ] || echo "$name is $status, and keeps its labels; if it does not come back: docker node rm --force $node, then init.sh"
done
