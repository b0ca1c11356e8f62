#!/bin/sh
# Deploys docker-stack.yml, or what changed of it, and waits until all of it runs. Usage: deploy.sh [SECONDS]
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

docker stack deploy --with-registry-auth --prune --detach=true -c docker-stack.yml millrace
exec ./wait.sh millrace "${1:-180}"
