"""The way of a document, from the 202 to the row."""

from grafana import CLEAN, MODEL, dashboard, exactly, heatmap, lines, numbers, over, row
from promql import LAG, RATE, or_none, or_zero, quantile, rate

OF_MODEL = '{model=~"$model"}'
OF_REPLICA = '{instance=~"$instance"}'
FRESHNESS = f"millrace_document_freshness_seconds_bucket{OF_REPLICA}"

DASHBOARD = dashboard(
    "pipeline",
    "Millrace: documents",
    "What was accepted, refused, stored and dead, how far behind the partitions are, and whether the account balances.",
    [MODEL, CLEAN],
    numbers(
        "In flight",
        "short",
        "Records in the log that are not rows yet, of all partitions.",
        ("records", f"sum({LAG})"),
    ),
    numbers(
        "Difference of the account",
        "none",
        "(accepted + redriven) - (stored + dead), counted from rows: 0, or rows were changed by hand.",
        ("records", "sum(millrace_account_difference_records)"),
        colors=exactly(0),
    ),
    numbers(
        "Partitions stopped",
        "none",
        "Partitions that wait for a person: see POST /topic/generations.",
        ("partitions", "sum(millrace_partitions_stopped)"),
        colors=over(1),
    ),
    numbers(
        "Unconfirmed in the last hour",
        "none",
        "Documents that the broker did not acknowledge in time: answered 503, may or may not be there.",
        ("documents", or_zero("sum(increase(millrace_documents_unconfirmed_total[1h]))")),
        colors=over(1),
        decimals=0,
    ),
    row("Documents"),
    lines(
        "Accepted and stored",
        "cps",
        "Documents acknowledged by the broker, and rows made of them, by model.",
        ("accepted {{model}}", or_none(rate(f"millrace_documents_accepted_total{OF_MODEL}", "model"), "model")),
        ("stored {{model}}", or_none(rate(f"millrace_documents_stored_total{OF_MODEL}", "model"), "model")),
    ),
    lines(
        "Refused",
        "cps",
        "Documents that broke a rule, by reason: answered 4xx, nothing kept.",
        ("{{reason}}", or_none(rate("millrace_documents_refused_total", "reason"), "reason")),
    ),
    lines(
        "Dead letters and redriven",
        "none",
        "Records that could not become documents, by reason, and those sent again, since each replica began.",
        ("dead: {{reason}}", or_none("sum by (reason) (millrace_dead_letters_total)", "reason")),
        ("redriven", or_zero("sum(millrace_documents_redriven_total)")),
    ),
    lines(
        "Duplicates",
        "cps",
        "Of those stored: same id and same content as a revision stored before.",
        ("{{model}}", or_none(rate(f"millrace_documents_duplicate_total{OF_MODEL}", "model"), "model")),
    ),
    lines(
        "The account, from rows",
        "short",
        "Accepted and redriven against stored and dead, as rows and marks have it.",
        ("{{state}}", "sum by (state) (millrace_account_records)"),
        w=16,
    ),
    row("Partitions"),
    lines(
        "Lag by partition",
        "short",
        "Records in the log behind each partition's mark.",
        ("partition {{partition}}", f"sum by (partition) ({LAG})"),
    ),
    lines(
        "Speed of the marks",
        "cps",
        "Records per second that each partition's mark passes.",
        (
            "partition {{partition}}",
            f"max by (partition) (deriv(millrace_partition_mark_offset{OF_REPLICA}[{RATE}]))",
        ),
    ),
    lines(
        "Partitions of each replica",
        "none",
        "Partitions that a replica has, and of those the ones that wait for the database or the broker.",
        ("assigned {{instance}}", f"millrace_partitions_assigned{OF_REPLICA}"),
        ("waiting {{instance}}", f"millrace_partitions_waiting{OF_REPLICA}"),
    ),
    row("Freshness"),
    heatmap(
        "Freshness, all",
        "How many documents fell into each bucket of the time from ingest's time stamp to the commit of the row.",
        f"sum by (le) (increase({FRESHNESS}[{RATE}]))",
    ),
    lines(
        "Freshness",
        "s",
        "From ingest's time stamp of a document to the commit of its row; 2 s is the budget of p95.",
        *[(name, quantile(q, FRESHNESS)) for name, q in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))],
        w=12,
        limit=2,
        exemplars=True,
    ),
)
