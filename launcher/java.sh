#!/bin/sh
# Starts a built function. Usage: sourced by ./millrace; exec_function FUNCTION HEAP ARGUMENTS replaces this shell.
set -eu

# MILLRACE_JAVA_OPTS comes last, so that it wins. HEAP is options split at blanks.
exec_function() {
    function=$1
    heap=$2
    shift 2
    prepare_cache "$function" "$#"
    options=${MILLRACE_JAVA_OPTS:-}
    unset MILLRACE_JAVA_OPTS MILLRACE_AOT # a function refuses a setting that it does not know
    # shellcheck disable=SC2086 # options are split on purpose
    exec "${java:?find_jdk comes first}" "@${house:?}/launcher/jvm.options" $heap ${cache:+"-XX:AOTCache=$cache"} \
        $options -jar "$house/functions/$function/target/$function.jar" "$@"
}
