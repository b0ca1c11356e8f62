#!/bin/sh
# Waits until all of a stack runs, and prints it; 1 when it does not in time. Usage: wait.sh STACK SECONDS
set -eu

stack=${1:?usage: wait.sh STACK SECONDS}
left=${2:?usage: wait.sh STACK SECONDS}
# A job is 1/1 (0/1 completed) while it runs, and 0/1 (1/1 completed) when it is done.
missing() {
    docker stack services --format '{{.Name}} {{.Replicas}}' "$stack" |
        awk '{ split($2, n, "/"); if ((n[1] != n[2] || /\(0\/1 completed\)/) && !/\(1\/1 completed\)/) printf "%s %s  ", $1, $2 }'
    docker stack services --quiet "$stack" | xargs docker service inspect \
        --format '{{if .UpdateStatus}}{{if or (eq .UpdateStatus.State "updating") (eq .UpdateStatus.State "rollback_started")}}{{.Spec.Name}} updating  {{end}}{{end}}' | tr -d '\n'
}
while [ -n "$(missing)" ]; do
    [ "$left" -gt 0 ] || { echo "not running in time: $(missing)- docker service ps --no-trunc NAME says why" >&2 && exit 1; }
    left=$((left - 2))
    sleep 2
done
docker stack services --format 'table {{.Name}}\t{{.Replicas}}\t{{.Image}}' "$stack"
