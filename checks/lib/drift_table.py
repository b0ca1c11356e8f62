"""The differences between docker-compose.yml, as prod, and docker-stack.yml, and between the monitoring of both, that are
meant, each with its reason."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

# Only in Compose, only in the stack; the reason.
ONLY_COMPOSE = {"secrets": "makes the password files; a Swarm has secrets of its own (secrets.sh)"}
ONLY_STACK = {"engine-reader": "the gateway asks the engine where replicas are; in Compose their names are enough"}

# What `docker stack deploy` leaves out without an error: it would look as if it held.
IGNORED = set(
    "build cgroup cgroup_parent container_name depends_on devices external_links ipc links mac_address".split()
)
IGNORED |= set("network_mode pid privileged profiles restart security_opt shm_size tmpfs userns_mode".split())

# Whose password a secret is, by the names of both.
SECRETS = {"postgres": "owner", "millrace_database_owner_password": "owner"}
SECRETS |= {"grafana": "grafana admin", "millrace_grafana_admin_password": "grafana admin"}
SECRETS |= {f"millrace_{role}_database_password": role for role in ("clean", "train", "predict", "monitor")}


@dataclass
class Row:
    """`key` is service.key, with *; `pair` its values in Compose and in the stack, None for any."""

    key: str
    why: str
    pair: tuple = None

    def fits(self, key, pair):
        return fnmatchcase(key, self.key) and self.pair in (None, pair)


def broker_port(port):
    return ["CMD", "bash", "-c", f"exec 3<>/dev/tcp/127.0.0.1/{port}"]


def through_setpriv(*command):
    return None, ["setpriv", "--no-new-privs", *command]


NEW_PRIVILEGES = "a stack has no option for it: there the process itself gives it up, in the functions' images start.sh"
SWARM = "how a Swarm places, updates and restarts replicas; Compose has one machine"
SLOWER = "the nodes of a Swarm start many containers at once"
CONFIGS = "files of the one machine; to a Swarm's nodes monitor.sh brings them as configs"
CLOSED = "a Swarm's node is reached from elsewhere, and they have no password: monitoring-open.yml"
MEANT = [
    Row("*.security_opt", NEW_PRIVILEGES, (["no-new-privileges:true"], None)),
    Row("gateway.entrypoint", NEW_PRIVILEGES, through_setpriv("traefik")),
    Row("postgres.entrypoint", NEW_PRIVILEGES, through_setpriv("docker-entrypoint.sh")),
    Row("kafka-*.entrypoint", NEW_PRIVILEGES, through_setpriv("/etc/kafka/docker/run")),
    Row("*.build.*", "a Swarm pulls what was built"),
    Row("*.pull_policy", "a Swarm pulls what was built", ("never", None)),
    Row("*.depends_on.*", "a stack ignores it: each service waits for what it needs by itself"),
    Row("*.profiles", "a stack is one profile: prod"),
    Row("*.restart", "restart_policy is a Swarm's word for it"),
    Row("*.deploy.restart_policy.*", SWARM),
    Row("*.deploy.update_config.*", SWARM),
    Row("*.deploy.rollback_config.*", SWARM),
    Row("*.deploy.placement*", SWARM),
    Row("*.deploy.endpoint_mode", SWARM, (None, "dnsrr")),
    Row("*.deploy.mode", SWARM),
    Row("*.deploy.labels.traefik.*", "what the gateway reads of a service; in Compose gateway/services.yml says it"),
    Row("*.deploy.resources.reservations.*", "what a node must have free for a replica; Compose reserves nothing"),
    Row("ingest.deploy.replicas", "two are enough to lose a node: it only hands over to Kafka", (3, 2)),
    Row("train.deploy.replicas", "Compose's default is written down", (None, 1)),
    Row(
        "gateway.configs.services", "a Swarm's services are found by their labels", ("/etc/gateway/services.yml", None)
    ),
    Row("gateway.environment.PROVIDER", "a Swarm's services are found by their labels", ("file", "swarm")),
    Row("gateway.networks", "the way to engine-reader", (["frontend"], ["engine", "frontend"])),
    Row("gateway.ports", "the port belongs to its node: that works on every kernel and keeps the sender's address"),
    Row("gateway.stop_grace_period", "beside a replica that starts on the same node", ("40s", "45s")),
    Row(
        "*.stop_grace_period",
        "an image that does not end by itself holds up its own rollback for so long",
        ("40s", "30s"),
    ),
    Row("migrate.stop_grace_period", "it serves nobody", ("40s", None)),
    Row("*.environment.MILLRACE_*_PASSWORD_FILE", "in a stack the secrets have the names that are the default"),
    Row(
        "postgres.environment.POSTGRES_INITDB_ARGS",
        "where the secret is",
        tuple(
            f"--data-checksums --auth-host=scram-sha-256 --pwfile=/run/secrets/{name}"
            for name in ("postgres/password", "millrace_database_owner_password")
        ),
    ),
    Row(
        "*.environment.MILLRACE_DRAIN_DELAY",
        "until the gateway has seen it: Swarm's updates end replicas",
        (None, "5s"),
    ),
    Row(
        "*.environment.MILLRACE_LOG_LEVEL", "LOG_LEVEL of .env.prod; deploy.sh has it from its caller", ("warn", "info")
    ),
    Row("*.environment.MILLRACE_TRACES", "monitoring.yml sets it in Compose", (None, "off")),
    Row("*.environment.MILLRACE_TRACES_SHARE", "monitoring.yml sets it in Compose", (None, "0.01")),
    Row("predict.environment.MILLRACE_PREDICT_PINS", "rollout.sh sets it", (None, "")),
    Row("kafka-*.environment.CLUSTER_ID", "two clusters", ("bWlsbHJhY2UtY29tcG9zZQ", "bWlsbHJhY2Utc3dhcm0tMQ")),
    Row("kafka-*.user", "a stack mounts a tmpfs as root's, for the folder's group", ("1000:1000", "1000:0")),
    Row(
        "kafka-*.healthcheck.test",
        "a Swarm names only the healthy: the controllers must find each other before 9092 is up",
        (broker_port(9092), broker_port(9093)),
    ),
    Row("kafka-*.healthcheck.interval", SLOWER, ("3s", "5s")),
    Row("kafka-*.healthcheck.retries", SLOWER, (10, 6)),
    Row("postgres.healthcheck.interval", SLOWER, ("2s", "3s")),
    # The monitoring.
    Row("prometheus.entrypoint", NEW_PRIVILEGES, through_setpriv("/bin/prometheus")),
    Row("alertmanager.entrypoint", NEW_PRIVILEGES, through_setpriv("/bin/alertmanager")),
    Row("grafana.entrypoint", NEW_PRIVILEGES, through_setpriv("/run.sh")),
    Row("jaeger.entrypoint", NEW_PRIVILEGES, through_setpriv("/go/bin/all-in-one-linux")),
    Row("node-exporter.entrypoint", NEW_PRIVILEGES, through_setpriv("/bin/node_exporter")),
    Row("cadvisor.entrypoint", NEW_PRIVILEGES, through_setpriv("/usr/bin/cadvisor", "-logtostderr")),
    Row("postgres-exporter.entrypoint", NEW_PRIVILEGES, through_setpriv("/bin/postgres_exporter")),
    Row("prometheus.configs*", CONFIGS),
    Row("prometheus.mounts./etc/prometheus/rules", CONFIGS),
    Row("alertmanager.mounts./etc/alertmanager", CONFIGS),
    Row("grafana.mounts./etc/grafana/provisioning", CONFIGS),
    Row("grafana.mounts./var/lib/grafana/dashboards", "each dashboard is a config, mounted into it", (None, "tmpfs 1048576")),
    Row("grafana.mounts./var/lib/grafana/dashboards/millrace", CONFIGS),
    Row("prometheus.ports", CLOSED),
    Row("alertmanager.ports", CLOSED),
    Row("jaeger.ports", CLOSED),
    Row("grafana.ports", "a Swarm's node is reached from elsewhere; Grafana has a password"),
    Row("victoria-logs.ports", "a Swarm's node is reached from elsewhere: monitoring-logs.yml says to have a firewall"),
    Row("alertmanager.secrets", "monitor.sh adds those that there are", (["alerts"], [])),
    Row("grafana.environment.GF_SECURITY_ADMIN_PASSWORD__FILE", "where the secret is"),
    Row("postgres-exporter.environment.DATA_SOURCE_PASS_FILE", "where the secret is"),
    Row("*.hostname", "the name of the node, which only a Swarm fills in", ("machine", "{{.Node.Hostname}}")),
    Row("*.healthcheck.start_period", SLOWER, ("30s", "1m0s")),
    Row("grafana.healthcheck.start_period", "a Swarm waits for it before it rolls back", ("2m0s", "1m0s")),
    Row("*.healthcheck.start_period", "a Swarm waits for it before it rolls back a broken image", ("1m30s", "45s")),
]
