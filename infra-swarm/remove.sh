#!/bin/sh
# Removes the stack, and waits until it is gone. Volumes and secrets stay. Usage: remove.sh
set -eu

docker stack rm --detach=false millrace
left=60
while [ -n "$(docker network ls -q --filter label=com.docker.stack.namespace=millrace)" ] && [ "$left" -gt 0 ]; do
    left=$((left - 1))
    sleep 1
done
echo "left: secrets (docker secret ls), and on each node volumes (docker volume ls --filter label=com.docker.stack.namespace=millrace)"
