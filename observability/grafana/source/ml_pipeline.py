"""The whole on one page: requests, predictions, containers, documents."""

from grafana import FUNCTION, INSTANCE, MODEL, VERSION, dashboard, lines, row
from promql import BUCKETS, CONTAINER_CPU, CONTAINER_MEMORY, LAG, OF, REQUESTS, or_zero, quantile, rate
from slo import ERRORS, errors

PREDICTIONS = 'ml_predictions_total{model=~"$model",model_version=~"$model_version"}'
FRESHNESS = "millrace_document_freshness_seconds_bucket"

DASHBOARD = dashboard(
    "ml-pipeline",
    "Millrace: the pipeline at a glance",
    "Requests, predictions, containers and documents on one page; each has a dashboard of its own.",
    [FUNCTION, INSTANCE, MODEL, VERSION],
    row("Requests"),
    lines("Requests per second", "reqps", "Requests ended, by function.", ("{{function}}", rate(REQUESTS, "function"))),
    lines(
        "Latency",
        "s",
        "From a request's head to the end of its answer; the dots are traces. The line is a second, which nobody should wait.",
        *[(name, quantile(q, BUCKETS)) for name, q in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))],
        limit=1,
        exemplars=True,
    ),
    errors("Error rate", ERRORS, "function"),
    row("Predictions and containers"),
    lines(
        "Predictions by version",
        "reqps",
        "Answers per second of each model version.",
        ("{{model}} {{model_version}}", rate(PREDICTIONS, "model, model_version")),
        stacked=True,
    ),
    lines("CPU of containers", "none", "Processors that each service uses.", ("{{service}}", CONTAINER_CPU)),
    lines("Memory of containers", "bytes", "Working set of each service.", ("{{service}}", CONTAINER_MEMORY)),
    lines(
        "Active requests",
        "short",
        "Requests begun and not ended, by function.",
        ("{{function}}", f"sum by (function) (ml_api_active_requests{{{OF}}})"),
        w=12,
    ),
    lines(
        "Accuracy",
        "percentunit",
        "Accuracy on the holdout of each loaded version, as the gate saw it.",
        (
            "{{model}} {{model_version}}",
            'max by (model, model_version) (ml_model_accuracy{model=~"$model",model_version=~"$model_version"})',
        ),
        w=12,
        least=None,
        most=1,
    ),
    row("Documents"),
    lines(
        "Documents per second",
        "cps",
        "Documents acknowledged by the broker, stored as rows, and kept as dead letters.",
        ("accepted", or_zero(rate('millrace_documents_accepted_total{model=~"$model"}'))),
        ("stored", or_zero(rate('millrace_documents_stored_total{model=~"$model"}'))),
        ("dead", or_zero(rate("millrace_dead_letters_total"))),
    ),
    lines(
        "Lag",
        "short",
        "Records in the log that are not rows yet, of all partitions.",
        ("records", f"sum({LAG})"),
    ),
    lines(
        "Freshness",
        "s",
        "From ingest's time stamp of a document to the commit of its row; 2 s is the budget of p95.",
        ("p50", quantile(0.5, FRESHNESS)),
        ("p95", quantile(0.95, FRESHNESS)),
        limit=2,
    ),
)
