#!/bin/sh
# Back to what a function was before its last update. Usage: rollback.sh FUNCTION
set -eu

docker service rollback "millrace_${1:?usage: rollback.sh FUNCTION}"
