"""Nodes by node_exporter, containers by cAdvisor, replicas by what Prometheus reaches."""

from grafana import dashboard, lines, row, variable
from promql import CONTAINER, CONTAINER_CPU, CONTAINER_MEMORY, RATE, of_service, or_none, rate

NODE = variable("node", "Node", "label_values(node_uname_info, nodename)")
CHOSEN = 'on (instance) group_left (nodename) node_uname_info{nodename=~"$node"}'
# Of the machine itself, `/`: an exporter in a container of its own sees that one's network. What containers and bridges
# add would be counted twice.
WIRES = '{id="/",interface!~"lo|veth.*|docker.*|br-.*|cni.*"}'
DISKS = '{fstype!~"tmpfs|ramfs|squashfs|nsfs|iso9660"}'
LIMIT = f"(container_spec_memory_limit_bytes{CONTAINER} > 0)"
YOUNG = f"((time() - container_start_time_seconds{CONTAINER}) < bool 3600)"
IDLE = 'node_cpu_seconds_total{mode="idle"}'


def of_node(expr, legend="{{nodename}}"):
    """By the name of the machine: an exporter in a container has another address after each start."""
    return (legend, f"({expr}) * {CHOSEN}")


def periods(counted):
    return f"sum by (service) ({of_service(f'rate(container_cpu_cfs_{counted}_total{CONTAINER}[{RATE}])')})"


DASHBOARD = dashboard(
    "swarm",
    "Millrace: nodes and containers",
    "What each node has left, which service runs where and what it takes.",
    [NODE],
    row("Nodes"),
    lines(
        "Processors",
        "percentunit",
        "The share of a node's processors that work.",
        of_node(f"1 - avg by (instance) (rate({IDLE}[{RATE}]))"),
        limit=0.9,
        most=1,
    ),
    lines(
        "Memory",
        "percentunit",
        "The share of a node's memory that cannot be had without swapping.",
        of_node("1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes"),
        limit=0.9,
        most=1,
    ),
    lines(
        "Disk",
        "percentunit",
        "How full a node's fullest file system is.",
        of_node(f"max by (instance) (1 - node_filesystem_avail_bytes{DISKS} / (node_filesystem_size_bytes > 0))"),
        limit=0.85,
        most=1,
    ),
    lines(
        "Load by processor",
        "none",
        "Threads that run or wait to run, of the last minute, for each processor: above 1 some wait.",
        of_node(f"max by (instance) (node_load1) / count by (instance) ({IDLE})"),
        limit=1,
        w=12,
    ),
    lines(
        "Network",
        "Bps",
        "Bytes per second that a node receives and sends, by its cAdvisor.",
        ("received {{instance}}", rate(f"container_network_receive_bytes_total{WIRES}", "instance")),
        ("sent {{instance}}", rate(f"container_network_transmit_bytes_total{WIRES}", "instance")),
        w=12,
    ),
    row("Replicas"),
    lines(
        "Replicas that answer",
        "none",
        "Replicas of each function whose metrics Prometheus reads.",
        ("{{function}}", 'sum by (function) (up{function!=""})'),
    ),
    lines(
        "Replicas that are ready",
        "none",
        "Replicas of each function that can do their job now.",
        ("{{function}}", "sum by (function) (millrace_ready)"),
    ),
    lines(
        "Replicas begun in the last hour",
        "none",
        "Replicas younger than an hour, after an update or a restart; many without an update: they fall and rise.",
        ("{{function}}", "sum by (function) (process_uptime_seconds < bool 3600)"),
    ),
    row("Containers"),
    lines(
        "Containers by node",
        "none",
        "Containers that cAdvisor sees on each node, by service.",
        (
            "{{instance}} {{service}}",
            f"count by (instance, service) ({of_service(f'container_start_time_seconds{CONTAINER}')})",
        ),
        stacked=True,
    ),
    lines("CPU by service", "none", "Processors that each service uses.", ("{{service}}", CONTAINER_CPU)),
    lines("Memory by service", "bytes", "Working set of each service.", ("{{service}}", CONTAINER_MEMORY)),
    lines(
        "Memory of its limit",
        "percentunit",
        "The share of its limit that the fullest container of a service has taken: at 1 it is killed.",
        (
            "{{service}}",
            f"max by (service) ({of_service(f'container_memory_working_set_bytes{CONTAINER} / {LIMIT}')})",
        ),
        limit=0.9,
        most=1,
    ),
    lines(
        "Kept from the processor",
        "percentunit",
        "The share of periods in which a service's containers used up their processors and had to wait.",
        (
            "{{service}}",
            or_none(
                f"{periods('throttled_periods')} / ({periods('periods')} > 0)",
                "service",
            ),
        ),
    ),
    lines(
        "Containers begun in the last hour",
        "none",
        "Containers younger than an hour, brokers and database included.",
        ("{{service}}", f"sum by (service) ({of_service(YOUNG)})"),
    ),
)
