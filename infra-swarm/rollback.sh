#!/bin/sh
# Back to what a function was before its last change, of image, pin, settings or replicas, by whatever script; each step of
# scale.sh and drain.sh is one. Where that was a deploy.sh that left it as it was, the one before it cannot be taken back so:
# update.sh with the image of before, or deploy.sh with the settings of before.
# Usage: rollback.sh FUNCTION
set -eu
. "$(dirname -- "$0")/usage.sh"
[ $# = 1 ] || usage
function_name FUNCTION "$1"

service=millrace_$1
form='{{.Image}} {{json .Env}} {{json .Configs}} {{json .Secrets}}'
spec() { docker service inspect --format "{{with .$1.TaskTemplate.ContainerSpec}}$form{{end}} {{json .$1.Mode}}" "$service"; }
now=$(spec Spec)
# Of a service that nobody has changed yet docker itself says so below.
before=$(spec PreviousSpec 2>/dev/null || true)
[ "$now" != "$before" ] ||
    { echo "the last change of $1 (a deploy.sh?) left image, settings and replicas as they were: there is nothing to go back to" >&2 && exit 1; }
docker service rollback "$service"
