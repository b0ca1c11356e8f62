#!/bin/sh
# A model version for all replicas of predict, one after the other: each is loaded, warm and healthy before the next; when
# one is not, Swarm rolls back, with exit code 1. Usage: rollout.sh MODEL VERSION; rollout.sh --unpin MODEL follows champion.
set -eu

usage='usage: rollout.sh MODEL VERSION, or rollout.sh --unpin MODEL'
if [ "${1:-}" = --unpin ]; then
    model=${2:?$usage} pin=
else
    model=${1:?$usage} pin=$1=${2:?$usage}
fi
pins=$(docker service inspect --format '{{range .Spec.TaskTemplate.ContainerSpec.Env}}{{println .}}{{end}}' millrace_predict |
    sed -n 's/^MILLRACE_PREDICT_PINS=//p' | tr ',' '\n' | grep -v "^$model=" || true)
pins=$(printf '%s\n%s\n' "$pins" "$pin" | grep . | paste -s -d , - || true)
exec "$(dirname -- "$0")/service-update.sh" --env-add "MILLRACE_PREDICT_PINS=$pins" millrace_predict
