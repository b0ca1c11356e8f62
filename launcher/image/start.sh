#!/bin/sh
# Starts the function of an image. Usage: start.sh [ARGUMENTS]
set -eu

# As ./millrace does: MILLRACE_JAVA_OPTS comes last, so that it wins; a function itself refuses what it does not know.
options=${MILLRACE_JAVA_OPTS:-}
cache=/millrace/function.aot
[ "${MILLRACE_AOT:-on}" = on ] && [ -f "$cache" ] || cache=''
unset MILLRACE_JAVA_OPTS MILLRACE_AOT
# setpriv: a Swarm has no option for it, so the process itself gives up that a program it starts could gain rights.
# The library lies in the image, since nothing that was unpacked below /tmp may be run there.
# shellcheck disable=SC2086 # options are split on purpose
exec setpriv --no-new-privs /opt/java/bin/java @/millrace/jvm.options @/millrace/function.options -DZstdNativePath=/millrace/lib/libzstd.so \
    ${cache:+"-XX:AOTCache=$cache"} $options -jar "/millrace/${FUNCTION:?}.jar" "$@"
