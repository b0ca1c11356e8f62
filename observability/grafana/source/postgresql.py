"""PostgreSQL by postgres_exporter (only what its versions 0.11 and 0.17 share), and the pools of those who ask it."""

from grafana import FUNCTION, dashboard, lines, numbers, over, row, steps, under
from promql import RATE, rate

# The two databases that every server has hold nothing of ours.
OF = '{datname!~"template.*|"}'
POOL = '{function=~"$function"}'
READ, HIT = (rate(f"pg_stat_database_blks_{kind}{OF}", "datname") for kind in ("read", "hit"))


def pool(metric):
    return f"sum by (function, instance) (hikaricp_connections_{metric}{POOL})"


DASHBOARD = dashboard(
    "postgresql",
    "Millrace: PostgreSQL",
    "The server, its database, and the pools of connections of clean, train and predict.",
    [FUNCTION],
    row("Server"),
    numbers(
        "Server",
        "none",
        "1: the exporter reaches it; 0: it does not.",
        ("up", "min(pg_up)"),
        colors=under(1),
    ),
    numbers(
        "Connections in use",
        "percentunit",
        "The share of the server's connections that are taken: at 1 nobody gets in.",
        ("share", "sum(pg_stat_activity_count) / max(pg_settings_max_connections)"),
        colors=steps("green", (0.7, "orange"), (0.9, "red")),
    ),
    numbers(
        "Deadlocks in the last day",
        "none",
        "Transactions that waited for each other until one was ended: 0, or rows are locked in different orders.",
        ("deadlocks", f"sum(increase(pg_stat_database_deadlocks{OF}[1d]))"),
        colors=over(1),
        decimals=0,
    ),
    numbers("Size", "bytes", "All databases on disk.", ("size", "sum(pg_database_size_bytes)")),
    lines(
        "Transactions",
        "ops",
        "Transactions per second that were committed and rolled back.",
        ("committed {{datname}}", rate(f"pg_stat_database_xact_commit{OF}", "datname")),
        ("rolled back {{datname}}", rate(f"pg_stat_database_xact_rollback{OF}", "datname")),
    ),
    lines(
        "Rows inserted",
        "cps",
        "Rows per second: documents, marks, dead letters, runs and versions.",
        ("{{datname}}", rate(f"pg_stat_database_tup_inserted{OF}", "datname")),
    ),
    lines(
        "Read from memory",
        "percentunit",
        "The share of blocks that were found in the server's own buffers; a snapshot of many documents lowers it.",
        ("{{datname}}", f"{HIT} / ({HIT} + {READ} > 0) or {HIT} * 0 + 1"),
        most=1,
    ),
    lines(
        "Connections by state",
        "none",
        "Connections of all databases: idle in transaction holds locks and should not last.",
        ("{{state}}", "sum by (state) (pg_stat_activity_count)"),
        stacked=True,
    ),
    lines("Locks", "none", "Locks held, by mode.", ("{{mode}}", "sum by (mode) (pg_locks_count)"), stacked=True),
    lines(
        "Temporary files",
        "Bps",
        "What sorts and joins write to disk for want of memory.",
        ("{{datname}}", rate(f"pg_stat_database_temp_bytes{OF}", "datname")),
    ),
    row("Pools"),
    lines(
        "Connections of the pools",
        "none",
        "Connections that each replica uses and holds idle.",
        ("in use {{function}} {{instance}}", pool("active")),
        ("idle {{function}} {{instance}}", pool("idle")),
    ),
    lines(
        "Waiting for a connection",
        "none",
        "Threads that wait since their replica's pool is used up.",
        ("{{function}} {{instance}}", pool("pending")),
        limit=1,
    ),
    lines(
        "Time a connection is waited for and used",
        "s",
        "The means of the last minutes; none are shown as 0.",
        *[
            (
                f"{name} {{{{function}}}}",
                f"sum by (function) (rate(hikaricp_connections_{part}_seconds_sum{POOL}[{RATE}]))"
                f" / (sum by (function) (rate(hikaricp_connections_{part}_seconds_count{POOL}[{RATE}])) > 0)"
                f" or sum by (function) (hikaricp_connections_{part}_seconds_count{POOL}) * 0",
            )
            for name, part in (("waited for", "acquire"), ("used", "usage"))
        ],
    ),
)
