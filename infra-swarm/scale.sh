#!/bin/sh
# How many replicas a function has, and where they are. Usage: [STEP=5] scale.sh FUNCTION REPLICAS, as: scale.sh predict 5
# Upwards by STEP at a time: replicas that start take the processors from those that answer.
set -eu
. "$(dirname -- "$0")/usage.sh"
[ $# = 2 ] || usage
function_name FUNCTION "$1"
number REPLICAS "$2"
number STEP "${STEP:=5}" 1

service=millrace_$1
wanted=$2
now=$(docker service inspect --format '{{.Spec.Mode.Replicated.Replicas}}' "$service")
while :; do
    now=$((now + STEP))
    [ "$now" -lt "$wanted" ] || now=$wanted
    docker service scale "$service=$now"
    [ "$now" -ne "$wanted" ] || break
done
docker service ps --filter desired-state=running --format '{{.Node}}' "$service" | sort | uniq -c
