"""Rate, errors, duration: of each function and of each endpoint."""

from grafana import FUNCTION, INSTANCE, dashboard, heatmap, lines, row, states, table
from promql import BUCKETS, OF, RATE, REQUESTS, or_none, quantile, rate, share
from slo import ERRORS, errors

SHED = f'ml_api_requests_total{{{OF},status=~"429|503"}}'
READY = {0: ("not ready", "red"), 1: ("ready", "green")}

DASHBOARD = dashboard(
    "red",
    "Millrace: rate, errors, duration",
    "Every function by the three figures of a service, whole and by endpoint.",
    [FUNCTION, INSTANCE],
    row("By function"),
    lines("Rate", "reqps", "Requests ended per second.", ("{{function}}", rate(REQUESTS, "function"))),
    errors("Errors", ERRORS, "function"),
    lines(
        "Duration, p95",
        "s",
        "95 of 100 requests took no longer; the dots are traces.",
        ("{{function}}", quantile(0.95, BUCKETS, "function")),
        exemplars=True,
    ),
    row("By endpoint"),
    lines(
        "Rate by endpoint",
        "reqps",
        "Requests ended per second, by method and route.",
        ("{{method}} {{endpoint}}", rate(REQUESTS, "method, endpoint")),
    ),
    errors("Errors by endpoint", "The share of each route's requests that were answered 5xx.", "endpoint"),
    lines(
        "Duration by endpoint, p95",
        "s",
        "95 of 100 requests of a route took no longer.",
        ("{{endpoint}}", quantile(0.95, BUCKETS, "endpoint")),
    ),
    heatmap(
        "Durations",
        "How many requests fell into each bucket of duration; the dots are traces.",
        f"sum by (le) (increase({BUCKETS}[{RATE}]))",
    ),
    lines(
        "Answers by status",
        "reqps",
        "Requests by the status of their answer; none: the connection broke before there was one.",
        ("{{status}}", rate(REQUESTS, "status")),
        w=12,
        stacked=True,
    ),
    row("Errors, load, readiness"),
    lines(
        "Errors by code",
        "cps",
        "Answers that were errors, by the code that they named.",
        ("{{code}}", or_none(rate(f"millrace_errors_total{{{OF}}}", "code"), "code")),
    ),
    lines(
        "Shed",
        "percentunit",
        "The share of requests that were sent away for lack of room: 429 and 503.",
        ("{{function}}", share(SHED, REQUESTS, "function")),
        limit=0.05,
    ),
    lines(
        "Active requests",
        "short",
        "Requests begun and not ended, of each replica.",
        ("{{function}} {{instance}}", f"sum by (function, instance) (ml_api_active_requests{{{OF}}})"),
    ),
    states(
        "Readiness",
        "What each replica answers on /health/ready.",
        ("{{function}} {{instance}}", f"max by (function, instance) (millrace_ready{{{OF}}})"),
        names=READY,
    ),
    table(
        "Versions of the code",
        "none",
        "How many replicas of each function run which version.",
        ("", f"count by (function, version) (millrace_build_info{{{OF}}})"),
        value="Replicas",
    ),
)
