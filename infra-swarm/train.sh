#!/bin/sh
# Trains a model once, as a job of its own beside the service train. Usage: train.sh MODEL
# Exit code 0: published or unchanged; 3: rejected by the gate; 1: failed. (models.yml has the schedule of each model.)
set -eu
. "$(dirname -- "$0")/usage.sh"
[ $# = 1 ] || usage

of_train() { docker service inspect --format "$1" millrace_train; }
config=$(of_train '{{range .Spec.TaskTemplate.ContainerSpec.Configs}}{{.ConfigName}}{{end}}')
exec "$(dirname -- "$0")/job.sh" train-once --limit-memory 2560M \
    --secret source=millrace_train_database_password,uid=1001,gid=1001,mode=0400 --config "source=$config,target=/models" \
    --env MILLRACE_MODELS_FILE=/models --env MILLRACE_DATABASE_URL=jdbc:postgresql://postgres:5432/millrace \
    --env MILLRACE_LOG_LEVEL=warn "$(of_train '{{.Spec.TaskTemplate.ContainerSpec.Image}}')" --once "$1"
