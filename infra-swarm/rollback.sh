#!/bin/sh
# Back to what a function was before its last change, of image, pin or replicas: by update.sh or rollout.sh; each step of
# scale.sh and drain.sh is one, too. What was before a deploy.sh is gone: give that its settings of before.
# Usage: rollback.sh FUNCTION
set -eu
. "$(dirname -- "$0")/usage.sh"
[ $# = 1 ] || usage
function_name FUNCTION "$1"

service=millrace_$1
form='{{.Image}} {{json .Env}} {{json .Configs}} {{json .Secrets}}'
spec() { docker service inspect --format "{{with .$1.TaskTemplate.ContainerSpec}}$form{{end}} {{json .$1.Mode}}" "$service" 2>/dev/null; }
[ "$(spec Spec)" != "$(spec PreviousSpec)" ] ||
    { echo "the last change of $1 (a deploy.sh?) left image, settings and replicas as they were: there is nothing to go back to" >&2 && exit 1; }
docker service rollback "$service"
