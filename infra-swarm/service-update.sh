#!/bin/sh
# docker service update, with the exit code of what came of it: 1 when Swarm rolled back. Usage: service-update.sh OPTIONS SERVICE
set -eu

docker service update "$@"
for service in "$@"; do :; done
state=$(docker service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}' "$service")
case $state in
    '' | completed) ;;
    *) echo "$service: $state; docker service ps --no-trunc $service says why" >&2 && exit 1 ;;
esac
