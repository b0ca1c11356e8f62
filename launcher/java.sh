#!/bin/sh
# Starts a built function. Usage: sourced by ./millrace; exec_function FUNCTION HEAP ARGUMENTS replaces this shell.
set -eu

# The first two let protobuf, Kafka and zstd work without the JVM's warnings; serial collection and compact headers
# keep a small process small; a function that is out of memory ends, to be started anew, rather than limp on.
# MILLRACE_JAVA_OPTS comes last, so that it wins.
exec_function() {
    function=$1
    heap=$2
    shift 2
    options=${MILLRACE_JAVA_OPTS:-}
    unset MILLRACE_JAVA_OPTS # a function refuses a setting that it does not know
    # shellcheck disable=SC2086 # options are split on purpose
    exec "${java:?find_jdk comes first}" --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED \
        -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError "-Xmx$heap" \
        $options -jar "${house:?}/functions/$function/target/$function.jar" "$@"
}
