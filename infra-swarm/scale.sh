#!/bin/sh
# How many replicas a function has, and where they are. Usage: scale.sh FUNCTION REPLICAS, as: scale.sh predict 5
set -eu

docker service scale "millrace_${1:?usage: scale.sh FUNCTION REPLICAS}=${2:?usage: scale.sh FUNCTION REPLICAS}"
docker service ps --filter desired-state=running --format '{{.Node}}' "millrace_$1" | sort | uniq -c
