#!/bin/sh
# Runs a job once, beside the stack and in its inner network, and prints what it said; the exit code is the job's.
# Usage: job.sh NAME OPTIONS IMAGE WORDS, options as docker service create has them
set -eu
. "$(dirname -- "$0")/usage.sh"
[ $# -ge 2 ] || usage

job=millrace_$1
shift
docker service inspect "$job" >/dev/null 2>&1 &&
    echo "$job is there, of another call or of one that was cut off: wait, or docker service rm $job" >&2 && exit 1
docker service create --quiet --detach --with-registry-auth --name "$job" --mode replicated-job --restart-condition none --endpoint-mode dnsrr \
    --network millrace_backend --constraint node.labels.millrace.work==true --read-only --cap-drop ALL --no-healthcheck \
    --limit-cpu 1 --limit-pids 256 --mount type=tmpfs,target=/tmp,tmpfs-size=67108864 "$@" >/dev/null
trap 'docker service rm "$job" >/dev/null' EXIT
said=
while true; do
    state=$(docker service ps --no-trunc --format '{{.CurrentState}}|{{.Error}}' "$job" | head -n 1)
    case $state in
        Complete*) code=0 && break ;;
        Failed* | Rejected* | Shutdown*) code=$(echo "$state" | sed -n 's/.*non-zero exit (\([0-9]*\)).*/\1/p') && break ;;
        '') docker service inspect "$job" >/dev/null || exit 1 ;;
        Pending*\|?*) [ -n "$said" ] || { said=yes && echo "$job waits: ${state#*|}" >&2; } ;;
    esac
    sleep 1
done
docker service logs --raw "$job"
exit "${code:-1}"
