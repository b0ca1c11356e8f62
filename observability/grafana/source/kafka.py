"""Kafka from both sides: brokers by the JMX exporter (its rules for KRaft, in lower case), clients by themselves."""

from grafana import dashboard, exactly, lines, numbers, over, row, variable
from promql import or_zero, rate

BROKER = variable("broker", "Broker", "label_values(kafka_server_replicamanager_partitioncount, instance)")
OF = 'instance=~"$broker"'
# The broker's meters come once for all topics, without the label, and once for each topic.
EACH_TOPIC, ALL_TOPICS = f'{{{OF},topic!=""}}', f'{{{OF},topic=""}}'

# Kafka 4 tells of each topic whose name has a dot twice: by its name, and with an underscore, as it was called before.
TOPIC = '{topic="documents.raw"}'


def slowest(request):
    expr = f'max by (instance) (kafka_network_requestmetrics_totaltimems{{{OF},request="{request}",quantile="0.99"}})'
    return (f"{request} {{{{instance}}}}", expr)


DASHBOARD = dashboard(
    "kafka",
    "Millrace: Kafka",
    "The brokers, and what ingest and clean see of them.",
    [BROKER],
    row("Brokers"),
    numbers(
        "Brokers that answer",
        "none",
        "Brokers whose metrics could be read.",
        ("brokers", "count(kafka_server_replicamanager_partitioncount)"),
    ),
    numbers(
        "Active controllers",
        "none",
        "One, or nobody decides who leads a partition.",
        ("controllers", "sum(kafka_controller_kafkacontroller_activecontrollercount)"),
        colors=exactly(1),
    ),
    numbers(
        "Under-replicated partitions",
        "none",
        "Partitions of which a copy is missing or behind: 0 while all brokers are well.",
        ("partitions", "sum(kafka_server_replicamanager_underreplicatedpartitions)"),
        colors=over(1),
    ),
    numbers(
        "Offline partitions",
        "none",
        "Partitions without a leader: nothing can be written to them or read.",
        ("partitions", "max(kafka_controller_kafkacontroller_offlinepartitionscount)"),
        colors=over(1),
    ),
    lines(
        "Records in",
        "cps",
        "Records per second that the brokers take, by topic.",
        ("{{topic}}", rate(f"kafka_server_brokertopicmetrics_messagesin_total{EACH_TOPIC}", "topic")),
    ),
    lines(
        "Bytes in and out",
        "Bps",
        "What each broker takes from producers and gives to consumers, copies for other brokers not counted.",
        ("in {{instance}}", rate(f"kafka_server_brokertopicmetrics_bytesin_total{ALL_TOPICS}", "instance")),
        ("out {{instance}}", rate(f"kafka_server_brokertopicmetrics_bytesout_total{ALL_TOPICS}", "instance")),
    ),
    lines(
        "Time of a request, p99",
        "ms",
        "From a request's arrival at the broker to its answer, since the broker began.",
        slowest("Produce"),
        slowest("FetchConsumer"),
    ),
    lines(
        "Size of the logs",
        "bytes",
        "What each topic takes on the disks of all brokers, copies counted.",
        ("{{topic}}", f"sum by (topic) (kafka_log_log_size{{{OF}}})"),
        w=24,
        h=6,
        stacked=True,
    ),
    row("Clients"),
    lines(
        "Records sent",
        "cps",
        "Records per second that ingest and clean's redrive send, and those that could not be sent.",
        ("{{function}} {{instance}}", rate("kafka_producer_record_send_total", "function, instance")),
        ("failed", or_zero(rate("kafka_producer_record_error_total"))),
    ),
    lines(
        "Latency of producers",
        "ms",
        "From a producer's request to its answer, mean and longest of the last 30 s; a gap: nothing was sent.",
        ("mean {{instance}}", "avg by (instance) (kafka_producer_request_latency_avg)"),
        ("longest {{instance}}", "max by (instance) (kafka_producer_request_latency_max)"),
    ),
    lines(
        "Records consumed",
        "cps",
        "Records per second that each clean reads.",
        ("{{instance}}", rate(f"kafka_consumer_fetch_manager_records_consumed_total{TOPIC}", "instance")),
    ),
    lines(
        "Lag of the consumers",
        "short",
        "Records between what a consumer has read and the end of its partition; rows may be further behind.",
        ("partition {{partition}}", f"max by (partition) (kafka_consumer_fetch_manager_records_lag{TOPIC})"),
        w=12,
    ),
    lines(
        "Latency of fetches",
        "ms",
        "How long a consumer's fetch takes in the mean; an idle one waits for the broker's 500 ms.",
        ("{{instance}}", "avg by (instance) (kafka_consumer_fetch_manager_fetch_latency_avg)"),
        w=12,
    ),
)
