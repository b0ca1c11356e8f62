#!/bin/sh
# The last update of each service of a stack, one a line: NAME STATE SINCE. Usage: updates.sh STACK
set -eu
. "$(dirname -- "$0")/usage.sh"
[ $# = 1 ] || usage

docker stack services --quiet "$1" 2>/dev/null |
    xargs -r docker service inspect --format '{{with .UpdateStatus}}{{$.Spec.Name}} {{.State}} {{.StartedAt}}{{end}}' | sed '/^$/d'
