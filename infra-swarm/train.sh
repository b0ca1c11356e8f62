#!/bin/sh
# Trains a model once, as a job of its own beside the service train. Usage: train.sh MODEL
# Exit code 0: published or unchanged; 3: rejected by the gate; 1: failed. (models.yml has the schedule of each model.)
set -eu

model=${1:?usage: train.sh MODEL}
job=millrace_train-once
of_train() { docker service inspect --format "$1" millrace_train; }
config=$(of_train '{{range .Spec.TaskTemplate.ContainerSpec.Configs}}{{.ConfigName}}{{end}}')
trap 'docker service rm "$job" >/dev/null' EXIT
docker service create --quiet --detach --name "$job" --mode replicated-job --restart-condition none --endpoint-mode dnsrr \
    --network millrace_backend --constraint node.labels.millrace.work==true --read-only --cap-drop ALL --no-healthcheck \
    --limit-memory 2560M --limit-cpu 1 --limit-pids 256 --mount type=tmpfs,target=/tmp,tmpfs-size=67108864 \
    --secret source=millrace_train_database_password,uid=1001,gid=1001,mode=0400 --config "source=$config,target=/models" \
    --env MILLRACE_MODELS_FILE=/models --env MILLRACE_DATABASE_URL=jdbc:postgresql://postgres:5432/millrace \
    --env MILLRACE_LOG_LEVEL=warn "$(of_train '{{.Spec.TaskTemplate.ContainerSpec.Image}}')" --once "$model" >/dev/null
while true; do
    state=$(docker service ps --format '{{.CurrentState}}|{{.Error}}' "$job" | head -n 1)
    case $state in
        Complete*) code=0 && break ;;
        Failed* | Rejected* | Shutdown*) code=$(echo "$state" | sed -n 's/.*non-zero exit (\([0-9]*\)).*/\1/p') && break ;;
    esac
    sleep 1
done
docker service logs --raw "$job"
exit "${code:-1}"
