#!/bin/sh
# A model version for all replicas of predict, one after the other: each is loaded, warm and healthy before the next; when
# one is not, Swarm rolls back, with exit code 1. Usage: rollout.sh MODEL VERSION; rollout.sh --unpin MODEL follows champion.
set -eu
known_options=--unpin
. "$(dirname -- "$0")/usage.sh"
[ $# = 2 ] || usage

if [ "$1" = --unpin ]; then
    model=$2 pin=
else
    number VERSION "$2" 1
    model=$1 pin=$1=$2
fi
case $model in '' | [!a-z]* | *[!a-z0-9_-]*) echo "MODEL is '$model': expected the name of a model" >&2 && usage ;; esac

environment=$(docker service inspect --format '{{range .Spec.TaskTemplate.ContainerSpec.Env}}{{println .}}{{end}}' millrace_predict)
pins=$(echo "$environment" | sed -n 's/^MILLRACE_PREDICT_PINS=//p' | tr ',' '\n')
others=$(echo "$pins" | grep -v "^$model=" || true)
if [ -z "$pin" ] && [ "$pins" = "$others" ]; then
    echo "$model has no pin: it follows the champion. Pins: $(echo "${pins:-none}" | paste -s -d ' ' -)" >&2 && exit 1
fi
pins=$(printf '%s\n%s\n' "$others" "$pin" | grep . | paste -s -d , - || true)
exec "$(dirname -- "$0")/service-update.sh" --env-add "MILLRACE_PREDICT_PINS=$pins" millrace_predict
