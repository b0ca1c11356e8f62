#!/bin/sh
# Deploys docker-stack.yml, or what changed of it (an image by its name or tag), and waits until all of it runs; 1 when it
# does not in time, or Swarm rolled a service back. Usage: deploy.sh [SECONDS], for each step: 180.
# From the environment: IMAGES and VERSION (which images), MODELS (a models.yml), GATEWAY_PORT, LOG_LEVEL, RATE;
# with the monitoring KAFKA_IMAGE, TRACES, TRACES_SHARE.
set -eu
. "$(dirname -- "$0")/usage.sh"
[ $# -le 1 ] || usage
seconds=${1:-180}
number SECONDS "$seconds"
MODELS=$(realpath -- "${MODELS:-$(dirname -- "$0")/../samples/models.yml}")
[ -f "$MODELS" ] || { echo "MODELS: there is no file $MODELS" >&2 && exit 2; }
cd "$(dirname -- "$0")"

hash() { sha256sum "$1" | cut -c 1-12; }
MODELS_HASH=$(hash "$MODELS")
GATEWAY_HASH=$(hash gateway/gateway.yml)
ROUTES_HASH=$(hash ../infra-compose/gateway/routes.yml)
ENGINE_READER_HASH=$(hash gateway/engine-reader.conf)
# The group that may use the engine's socket on a manager.
DOCKER_GID=$(docker run --rm --network none --entrypoint stat -v /var/run/docker.sock:/engine:ro postgres:18 -c %g /engine)
# What rollout.sh and scale.sh have set stays. A Swarm that does not answer is no reason to begin anew.
services=$(docker service ls --filter label=com.docker.stack.namespace=millrace --format '{{.Name}}')
spec() { # SERVICE FORM: nothing where there is no stack yet
    ! echo "$services" | grep -qx "millrace_$1" || docker service inspect --format "$2" "millrace_$1"
}
environment=$(spec predict '{{range .Spec.TaskTemplate.ContainerSpec.Env}}{{println .}}{{end}}')
PINS=$(echo "$environment" | sed -n 's/^MILLRACE_PREDICT_PINS=//p')
replicas() { spec "$1" '{{.Spec.Mode.Replicated.Replicas}}'; }
INGEST_REPLICAS=$(replicas ingest)
CLEAN_REPLICAS=$(replicas clean)
TRAIN_REPLICAS=$(replicas train)
PREDICT_REPLICAS=$(replicas predict)
export INGEST_REPLICAS CLEAN_REPLICAS TRAIN_REPLICAS PREDICT_REPLICAS
export MODELS MODELS_HASH GATEWAY_HASH ROUTES_HASH ENGINE_READER_HASH DOCKER_GID PINS

# --resolve-image changed: where the name of an image is that of the last deploy.sh, the service keeps what it runs. That is
# what update.sh gave it, or what the tag meant then: a new postgres:18 must not end the database because a log level changes.
deploy() {
    before=$(./updates.sh millrace)
    docker stack deploy --with-registry-auth --resolve-image changed --prune --detach=true -c docker-stack.yml millrace
}
# A new image goes to one broker after the other: with one of three no document is accepted, and functions that start
# meanwhile roll back. It is `docker stack deploy` that changes them: what `docker service update` made it would make anew.
image=${KAFKA_IMAGE:-apache/kafka:4.3.1}
# As docker writes it down.
image=${image#docker.io/}
image=${image#library/}
case ${image##*/} in *[:@]*) ;; *) image=$image:latest ;; esac
# The image that a broker should have by now, with the digest that Swarm has added; empty where there is no stack yet.
image_of() { spec "kafka-$1" '{{.Spec.TaskTemplate.ContainerSpec.Image}}'; }
runs() { # BROKER: with the image that it should have
    docker service ps --quiet --no-trunc --filter desired-state=running "millrace_kafka-$1" |
        xargs -r docker inspect --type task --format '{{.Status.State}} {{.Spec.ContainerSpec.Image}}' |
        grep -qxF "running $(image_of "$1")"
}
changed=''
for broker in 1 2 3; do
    is=$(image_of "$broker")
    case $is in
        '' | "$image" | "$image"@*) ;;
        # One that does not run has nothing to lose: what is wrong may be its image.
        *) if runs "$broker"; then changed="$changed $broker"; else is=$image; fi ;;
    esac
    # With its digest, that a tag which was pushed anew does not end all three at once.
    export "KAFKA_${broker}_IMAGE=${is:-$image}"
done
await() { # BROKER: until it runs
    left=$seconds
    until runs "$1"; do
        [ "$left" -gt 0 ] || { echo "kafka-$1 does not run: docker service ps --no-trunc millrace_kafka-$1 says why; no other broker was changed" >&2 && exit 1; }
        left=$((left - 2))
        sleep 2
    done
}
in_sync() { # until each partition is on all brokers that it should be on
    # shellcheck disable=SC2016 # the job's words
    ./job.sh brokers-in-sync --limit-memory 256M --env KAFKA_HEAP_OPTS=-Xmx64m --mount type=tmpfs,target=/opt/kafka/logs \
        --entrypoint bash "$image" -c 'SECONDS=0
            until behind=$(timeout 60 /opt/kafka/bin/kafka-topics.sh --describe --under-replicated-partitions \
                --bootstrap-server kafka-1:9092,kafka-2:9092,kafka-3:9092) && [ -z "$behind" ]; do
                ((SECONDS < 600)) || { echo "not in sync after 10 minutes: $behind"; exit 1; }
                sleep 2
            done'
}
# Before them what else changes, of which Swarm could not go back to what was before once more is deployed.
if [ "$changed" ]; then
    deploy
    ./wait.sh millrace "$seconds" "$before" >/dev/null
fi
for broker in $changed; do
    for other in 1 2 3; do [ "$other" = "$broker" ] || await "$other"; done
    export "KAFKA_${broker}_IMAGE=$image"
    deploy
    await "$broker"
    in_sync
done
deploy
exec ./wait.sh millrace "$seconds" "$before"
