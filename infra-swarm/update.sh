#!/bin/sh
# A function's new image, replica by replica; an image that does not become healthy is rolled back, with exit code 1.
# Usage: update.sh IMAGE, as: update.sh registry.example/millrace/predict:0.2.0
set -eu
. "$(dirname -- "$0")/usage.sh"
[ $# = 1 ] || usage

image=$1
function=${image##*/}
function=${function%%[:@]*}
function_name "the last name in $image" "$function"
exec "$(dirname -- "$0")/service-update.sh" --with-registry-auth --image "$image" "millrace_$function"
