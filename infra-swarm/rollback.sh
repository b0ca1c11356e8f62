#!/bin/sh
# Back to what a function was before its last change, of image, pin or replicas (scale.sh is a change, too).
# Usage: rollback.sh FUNCTION
set -eu
. "$(dirname -- "$0")/usage.sh"
[ $# = 1 ] || usage
function_name FUNCTION "$1"

docker service rollback "millrace_$1"
