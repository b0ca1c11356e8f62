#!/bin/sh
# docker service update, with the exit code of what came of it: 1 when Swarm rolled back. Usage: service-update.sh OPTIONS SERVICE
set -eu
# They are docker's.
known_options=${1:-}
. "$(dirname -- "$0")/usage.sh"
[ $# -ge 2 ] || usage

docker service update "$@"
for service in "$@"; do :; done
# The command ends when all replicas run; Swarm still waits, for the delay and what it monitors.
while true; do
    state=$(docker service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}' "$service")
    case $state in updating | rollback_started) sleep 1 ;; *) break ;; esac
done
case $state in
    '' | completed) ;;
    *) echo "$service: $state; docker service ps --no-trunc $service, or docker service logs $service, says why" >&2 && exit 1 ;;
esac
