#!/bin/sh
# Asks a replica of a function from inside of its container: for the routes that the gateway does not let in. Prints the
# answer; exit code 1 when its status is not 2xx. With JSON it is a POST.
# Usage: [METHOD=PUT] [REPLICA=container] ask.sh FUNCTION ROUTE [JSON], as: ask.sh clean /topic
# Compose and Swarm; in a Swarm on a node that has a replica, which docker service ps millrace_FUNCTION names.
set -eu

function=${1:?usage: ask.sh FUNCTION ROUTE [JSON]}
route=${2:?usage: ask.sh FUNCTION ROUTE [JSON]}
method=${METHOD:-${3:+POST}}
first() { docker ps -q "$@" | head -n 1; }
replica=${REPLICA:-$(first --filter "label=com.docker.swarm.service.name=millrace_$function")}
[ -n "$replica" ] || replica=$(first --filter label=com.docker.compose.project=millrace --filter "label=com.docker.compose.service=$function")
[ -n "$replica" ] || { echo "no replica of $function on this engine: docker service ps millrace_$function, docker compose ps -a" >&2 && exit 1; }

# There is no curl in an image, but bash. The port is found as the image's health check finds it.
# shellcheck disable=SC2016 # for the bash inside
exec docker exec "$replica" bash -c '
    variable=MILLRACE_${FUNCTION^^}_PORT LC_ALL=C
    exec 3<>"/dev/tcp/127.0.0.1/${!variable:-$PORT}" || exit 1
    printf "%s %s HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" \
        "$1" "$2" "${#3}" "$3" >&3
    IFS= read -r status <&3
    # Up to the empty line, of which a carriage return is left.
    while IFS= read -r header <&3 && [ -n "${header%?}" ]; do :; done
    cat <&3
    echo
    case $status in *" 2"??" "*) ;; *) echo "$status" >&2 && exit 1 ;; esac
' ask "${method:-GET}" "$route" "${3:-}"
