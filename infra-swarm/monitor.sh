#!/bin/sh
# Deploys the monitoring beside the stack, or what changed of it, and waits until all of it runs; 1 when it does not in time,
# or an update failed. Usage: monitor.sh [SECONDS]
# From the environment: PROFILE=staging (Prometheus and Grafana alone; prod has all of it), GRAFANA_PORT, OPEN=yes
# (publishes what has no password: monitoring-open.yml), LOGS=yes (monitoring-logs.yml), ENGINES (metrics addresses of
# managers' engines, as 192.0.2.11:9323, with blanks between).
set -eu
. "$(dirname -- "$0")/usage.sh"
[ $# -le 1 ] || usage
number SECONDS "${1:-180}"
cd "$(dirname -- "$0")"
from=../observability
profile=${PROFILE:-prod}
case $profile in staging | prod) ;; *) echo "PROFILE is '$profile': expected staging or prod" >&2 && exit 2 ;; esac

# Each file of a folder, for a service, at a place: SERVICE FOLDER|FILE TARGET
files() {
    find "$2" -type f | sort | while read -r file; do
        echo "$1 $(sha256sum "$file" | cut -c 1-12) $file $3${file#"$2"}"
    done
}
# Configs, and who has them where: a new rule or dashboard is a new file in its folder, and no line here. A config cannot be
# changed, so its name has the hash of its content. And URLs of alerts' receivers, where there are such secrets
# (millrace_alert_slack_url is /run/secrets/alert_slack_url: alertmanager.yml).
generated() {
    {
        files prometheus $from/prometheus/swarm.yml /etc/prometheus/prometheus.yml
        files prometheus "$from/prometheus/targets/swarm-$profile.yml" /etc/prometheus/targets.yml
        [ -z "${ENGINES:-}" ] || files prometheus "$folder/engines.yml" /etc/prometheus/engines.yml
        files prometheus $from/prometheus/rules /etc/prometheus/rules
        files grafana $from/grafana/provisioning /etc/grafana/provisioning
        files grafana $from/grafana/dashboards /var/lib/grafana/dashboards/millrace
        [ "$profile" = staging ] || {
            files alertmanager $from/alertmanager/alertmanager.yml /etc/alertmanager/alertmanager.yml
            docker secret ls --format '{{.Name}}' | sed -n 's/^millrace_\(alert_.*\)/secret \1/p'
        }
    } | awk '
    $1 == "secret" {
        urls = urls "\n      - {source: millrace_" $2 ", target: " $2 ", uid: \"65534\", gid: \"65534\", mode: 0400}"
        external = external "\n  millrace_" $2 ": {external: true}"
        next
    }
    {
        key = substr($3, 4); gsub(/[^a-z0-9]+/, "-", key)
        base = $3; gsub(/.*\/|[.][a-z]+$/, "", base)
        used[$1] = used[$1] "\n      - {source: " key ", target: " $4 "}"
        all = all "\n  " key ": {name: millrace-" base "-" $2 ", file: " $3 "}"
    } END {
        print "services:"
        for (service in used) {
            print "  " service ":\n    configs:" used[service]
            if (urls && service == "alertmanager") print "    secrets:" urls
        }
        if (urls) print "secrets:" external
        print "configs:" all
    }'
}

folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
[ -z "${ENGINES:-}" ] || echo "- {targets: [$(echo "$ENGINES" | tr -s ' ' ',')], labels: {job: engine}}" >"$folder/engines.yml"

set -- "${1:-180}" -c monitoring-stack.yml -c -
[ "${OPEN:-no}" != yes ] || set -- "$@" -c monitoring-open.yml
if [ "$profile" = prod ]; then
    set -- "$@" -c monitoring-prod.yml
    [ "${OPEN:-no}" != yes ] || set -- "$@" -c monitoring-open-prod.yml
fi
[ "${LOGS:-no}" != yes ] || set -- "$@" -c monitoring-logs.yml
seconds=$1
shift
before=$(./updates.sh millrace-monitoring)
generated | docker stack deploy --with-registry-auth --prune --detach=true "$@" millrace-monitoring
./wait.sh millrace-monitoring "$seconds" "$before"
