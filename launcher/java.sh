#!/bin/sh
# Starts a built function. Usage: sourced by ./millrace; exec_function FUNCTION ARGUMENTS replaces this shell.
set -eu

# MILLRACE_JAVA_OPTS comes last, so that it wins.
exec_function() {
    function=$1
    shift
    prepare_cache "$function" "$#"
    options=${MILLRACE_JAVA_OPTS:-}
    unset MILLRACE_JAVA_OPTS MILLRACE_AOT # a function refuses a setting that it does not know
    # shellcheck disable=SC2086 # options are split on purpose
    exec "${java:?find_jdk comes first}" "@${house:?}/launcher/jvm.options" "@$house/launcher/$function.options" \
        ${cache:+"-XX:AOTCache=$cache"} $options -jar "$house/functions/$function/target/$function.jar" "$@"
}
