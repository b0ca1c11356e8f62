"""The forms of PromQL that come again and again. Each gives a value in a system that works and has nothing to report.

A series with labels is born with its first event, and rate() counts from the second sample on. So what is rare and must
not be missed (dead letters, failed loads, verdicts) is shown as the count itself, which starts anew with its replica.
"""

# Grafana makes it four scrapes long or more, so that a rate never lacks its two samples.
RATE = "$__rate_interval"


def rate(series, by="", window=RATE):
    return f"sum{f' by ({by}) ' if by else ''}(rate({series}[{window}]))"


def or_none(expr, label):
    """A counter that has no series before its first event: a 0 by the name `none` instead of an empty panel."""
    return f'{expr} or on() label_replace(vector(0), "{label}", "none", "", "")'


def or_zero(expr):
    return f"{expr} or vector(0)"


def share(part, whole, by="", window=RATE):
    """Of counters: 0 while nothing of the part was counted, or nothing at all. No value where the whole has no series:
    a misspelt route must not look like one without errors."""
    parts, wholes = rate(part, by, window), rate(whole, by, window)
    return f"({parts} or {wholes} * 0) / ({wholes} > 0) or {wholes} * 0"


def quantile(q, histogram, by="", window=RATE):
    """`histogram` is the series of its buckets. NaN, and a gap in the line, while nothing was measured."""
    return f"histogram_quantile({q}, {rate(histogram, ', '.join(filter(None, ['le', by])), window)})"


def within(limit, histogram, labels="", window=RATE):
    """The share of a histogram's values up to a limit: 1 while idle, no value when the limit is no bucket."""
    fast, all_ = (f'{histogram}_bucket{{{labels}le="{bucket}"}}' for bucket in (limit, "+Inf"))
    fast, all_ = rate(fast, window=window), rate(all_, window=window)
    return f"{fast} / ({all_} > 0) or {fast} * 0 + 1"


def of_service(expr):
    """Containers by `service`: cAdvisor names it in one label under Swarm and in another under Compose."""
    labels = ["container_label_com_docker_swarm_service_name", "container_label_com_docker_compose_service"]
    return f'label_join({expr}, "service", "", {", ".join(map(quoted, labels))})'


def quoted(text):
    return f'"{text}"'


# Of what the dashboard's variables have chosen.
OF = 'function=~"$function",instance=~"$instance"'
REQUESTS = f"ml_api_requests_total{{{OF}}}"
FAILED = f'ml_api_requests_total{{{OF},status=~"5.."}}'
BUCKETS = f"ml_api_request_duration_seconds_bucket{{{OF}}}"
# While a partition moves, both replicas may show it for one scrape: the smaller lag is the newer.
LAG = "min by (function, partition) (millrace_partition_lag_records)"
# Containers, not the control groups around them.
CONTAINER = '{name!=""}'
CONTAINER_CPU = f"sum by (service) ({of_service(f'rate(container_cpu_usage_seconds_total{CONTAINER}[{RATE}])')})"
CONTAINER_MEMORY = f"sum by (service) ({of_service(f'container_memory_working_set_bytes{CONTAINER}')})"
