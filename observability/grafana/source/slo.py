"""What was promised, what was kept, and what may still go wrong.

A request is good that was not answered 5xx; a refusal to take more (503) is a failure to the one who asked. Requests
are chosen by their route, so that the figures hold for functions in containers and in one process. What was promised is read from
slo.yml; that on the time of /ingest is a budget of load-tests/k6.
"""

import re
from pathlib import Path

from grafana import dashboard, lines, numbers, over, row, steps, table, under
from promql import FAILED, REQUESTS, or_none, share, within

SLOS = (Path(__file__).resolve().parents[2] / "slo.yml").read_text()


def objective(name):
    """A share, from the one file of objectives."""
    return round(float(re.search(rf"- name: {name}\n    objective: ([\d.]+)", SLOS)[1]) / 100, 6)


AVAILABLE = objective("ingest-availability")
ALLOWED = round(1 - AVAILABLE, 6)
ERRORS = "The share of requests that were answered 5xx; the line is what the SLO allows ingest and predict."
# In an hour, two of a hundred parts of what 30 days allow; in six hours, five.
FAST = 14.4
INGEST = 'endpoint="/ingest",'
PREDICT = 'endpoint=~"/predict|.+(/infer|:predict|:explain)",'
DURATION = "ml_api_request_duration_seconds"


def recorded(what, name, quiet):
    """As the alerts on the budget have it (rules/slo.yml); `quiet` while nobody asked, and no value where no rule is."""
    of = f'{{sloth_slo="{name}-availability"}}'
    return f"(sum({what}{of}) or sum(sloth_slo_info{of}) * 0 + {quiet})"


def failed(name, window):
    return recorded(f"slo:sli_error:ratio_rate{window}", name, 0)


def availability(name):
    return numbers(
        f"Availability of {name}",
        "percentunit",
        f"The share of requests that were not answered 5xx; {AVAILABLE:.1%} was promised.",
        *[(text, f"1 - {failed(name, window)}") for text, window in (("30 d", "30d"), ("1 d", "1d"), ("1 h", "1h"))],
        colors=under(AVAILABLE),
        w=8,
        decimals=3,
    )


def errors(title, about, label):
    """The share of requests that failed, by a label; the line is what is allowed."""
    return lines(title, "percentunit", about, (f"{{{{{label}}}}}", share(FAILED, REQUESTS, label)), limit=ALLOWED)


def budget(name):
    return numbers(
        f"Budget left of {name}",
        "percentunit",
        "What is left of the failures that 30 days allow; below 0 the promise is broken.",
        ("of 30 d", recorded("slo:period_error_budget_remaining:ratio", name, 1)),
        colors=steps("red", (0, "orange"), (0.25, "green")),
        w=4,
        decimals=1,
    )


def burn(name):
    return lines(
        f"Burn rate of {name}",
        "none",
        f"How many times faster than promised the budget goes; {FAST} for an hour is an alarm.",
        *[(window, f"{failed(name, window)} / {ALLOWED}") for window in ("5m", "1h", "6h")],
        w=12,
        limit=FAST,
    )


def in_time(title, about, promised, limit, histogram, labels=""):
    return numbers(
        title,
        "percentunit",
        about,
        *[(text, within(limit, histogram, labels, window)) for text, window in (("30 d", "30d"), ("1 h", "1h"))],
        colors=under(promised),
        w=8,
        decimals=2,
    )


DASHBOARD = dashboard(
    "slo",
    "Millrace: service levels",
    "Availability, latency and freshness against what was promised, and how fast the budget of failures goes.",
    [],
    row("Availability"),
    availability("ingest"),
    budget("ingest"),
    availability("predict"),
    budget("predict"),
    burn("ingest"),
    burn("predict"),
    row("Time"),
    in_time(
        "Ingest within 1 s",
        "The share of requests to /ingest that were answered within 1 s; 99% was promised.",
        0.99,
        "1.0",
        DURATION,
        INGEST,
    ),
    in_time(
        "Predictions within 0.1 s",
        "The share of predictions that were answered within 0.1 s; 95% was promised.",
        objective("predict-latency"),
        "0.1",
        DURATION,
        PREDICT,
    ),
    in_time(
        "Rows within 5 s",
        "The share of documents that were rows within 5 s of ingest's time stamp; 99% was promised.",
        objective("freshness"),
        "5.0",
        "millrace_document_freshness_seconds",
    ),
    lines(
        "In time, over the last hour",
        "percentunit",
        "The shares above, each of the hour before.",
        ("ingest within 1 s", within("1.0", DURATION, INGEST, "1h")),
        ("predictions within 0.1 s", within("0.1", DURATION, PREDICT, "1h")),
        ("rows within 5 s", within("5.0", "millrace_document_freshness_seconds", window="1h")),
        w=12,
        least=None,
        most=1,
    ),
    table(
        "Alerts that fire",
        "none",
        "1 for each alert that fires now, and one line with 0 while none does; Watchdog always does.",
        ("", or_none('ALERTS{alertstate="firing",alertname!="Watchdog"}', "alertname")),
        colors=over(1),
        value="Firing",
    ),
    # Thirty days are much to read.
    refresh="1m",
)
