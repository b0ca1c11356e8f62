#!/bin/sh
# Makes this engine the manager of a Swarm, where it is in none, and labels the nodes that have no labels of Millrace yet.
# Usage: init.sh [ADDRESS]. The other machines join with the line it prints; then run it again, for their labels.
set -eu

state=$(docker info --format '{{.Swarm.LocalNodeState}}')
if [ "$state" != active ]; then
    docker swarm init ${1:+--advertise-addr "$1"} >/dev/null
fi
echo "on each other machine: $(docker swarm join-token worker | grep -o 'docker swarm join .*')"

label() { # NODE NAME [VALUE]: not when it has one
    has=$(docker node inspect --format "{{index .Spec.Labels \"millrace.$2\"}}" "$1")
    [ -n "$has" ] || docker node update --label-add "millrace.$2=${3:-true}" "$1" >/dev/null
}

managers=$(docker node ls --filter role=manager --format '{{.Hostname}}' | sort)
workers=$(docker node ls --filter role=worker --format '{{.Hostname}}' | sort)
# shellcheck disable=SC2086 # names of hosts, without blanks
set -- $managers $workers
for node in ${workers:-$managers}; do
    label "$node" work
done
for node in "$@"; do
    label "$node" zone "$node"
done
# State stays where its volume is: the database and what was measured on the first node, a broker on each of the first three.
first=$1
label "$first" postgres
label "$first" gateway
label "$first" monitoring
label "$first" kafka-1
label "${2:-$first}" kafka-2
label "${3:-$first}" kafka-3
docker node ls --format '{{.Hostname}}' | sort | while read -r node; do
    docker node inspect --format '{{.Description.Hostname}} {{.Spec.Role}} {{.Spec.Labels}}' "$node"
done
