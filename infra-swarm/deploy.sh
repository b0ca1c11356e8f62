#!/bin/sh
# Deploys docker-stack.yml, or what changed of it, and waits until all of it runs; 1 when it does not in time, or Swarm
# rolled a service back. Usage: deploy.sh [SECONDS]
# From the environment: IMAGES and VERSION (which images), MODELS (a models.yml), GATEWAY_PORT, LOG_LEVEL, RATE;
# with the monitoring KAFKA_IMAGE, TRACES, TRACES_SHARE.
set -eu
cd "$(dirname -- "$0")"

hash() { sha256sum "$1" | cut -c 1-12; }
MODELS=${MODELS:-../samples/models.yml}
MODELS_HASH=$(hash "$MODELS")
GATEWAY_HASH=$(hash gateway/gateway.yml)
ROUTES_HASH=$(hash ../infra-compose/gateway/routes.yml)
ENGINE_READER_HASH=$(hash gateway/engine-reader.conf)
# The group that may use the engine's socket on a manager.
DOCKER_GID=$(docker run --rm --network none --entrypoint stat -v /var/run/docker.sock:/engine:ro postgres:18 -c %g /engine)
# What rollout.sh and scale.sh have set stays.
spec() { docker service inspect --format "$1" millrace_predict 2>/dev/null || true; }
PINS=$(spec '{{range .Spec.TaskTemplate.ContainerSpec.Env}}{{println .}}{{end}}' | sed -n 's/^MILLRACE_PREDICT_PINS=//p')
PREDICT_REPLICAS=$(spec '{{.Spec.Mode.Replicated.Replicas}}')
export MODELS MODELS_HASH GATEWAY_HASH ROUTES_HASH ENGINE_READER_HASH DOCKER_GID PINS "PREDICT_REPLICAS=${PREDICT_REPLICAS:-3}"

before=$(./updates.sh millrace)
deploy() { docker stack deploy --with-registry-auth --prune --detach=true -c docker-stack.yml millrace; }
# A new image goes to one broker after the other: with one of three no document is accepted, and functions that start
# meanwhile roll back. It is `docker stack deploy` that changes them: what `docker service update` made it would make anew.
image=${KAFKA_IMAGE:-apache/kafka:4.3.1}
changed=''
for broker in 1 2 3; do
    # Empty where there is no stack yet.
    is=$(docker service inspect --format '{{.Spec.TaskTemplate.ContainerSpec.Image}}' "millrace_kafka-$broker" 2>/dev/null || true)
    is=${is%@*}
    export "KAFKA_${broker}_IMAGE=${is:-$image}"
    [ "${is:-$image}" = "$image" ] || changed="$changed $broker"
done
for broker in $changed; do
    export "KAFKA_${broker}_IMAGE=$image"
    deploy
    left=120
    until docker service ps --filter desired-state=running --format '{{.Image}} {{.CurrentState}}' "millrace_kafka-$broker" |
        grep -q "^$image Running"; do
        [ "$left" -gt 0 ] || { echo "kafka-$broker does not run $image: docker service ps --no-trunc millrace_kafka-$broker says why" >&2 && exit 1; }
        left=$((left - 2))
        sleep 2
    done
    # It is a controller by now; it still has to be a broker, and to catch up.
    sleep 10
done
deploy
exec ./wait.sh millrace "${1:-180}" "$before"
