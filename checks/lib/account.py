"""The account at the end of a campaign: by document and by place, from the topic's records and the tables' rows."""

from collections import Counter


def judge(figures, backing, ledgers, poison=0):
    """Every record once, every id that got a 202 there, its newest label the one that counts."""
    figures.part("the account")
    rows = backing.database.sql(
        "SELECT generation AS g, partition AS p, record_offset AS o, model || '/' || id AS key, 'document' AS t FROM document"
        " UNION ALL SELECT generation, partition, record_offset, convert_from(key, 'UTF8'), 'dead' FROM dead_letter"
    )
    places = Counter((row["p"], row["o"]) for row in rows)
    records = {(partition, offset): key for partition, offset, key in backing.broker.records()}
    figures.note(f"{len(records)} records in the topic, {len(rows)} rows in the tables")
    figures.equal("records that have no row", len(records.keys() - places.keys()), 0)
    figures.equal("rows that have no record", len(places.keys() - records.keys()), 0)
    figures.equal("records with two rows", sum(1 for count in places.values() if count > 1), 0)
    figures.equal("rows under another key than their record", wrong_keys(rows, records), 0)
    by_id(figures, backing, ledgers, rows)
    dead = [row["key"] for row in rows if row["t"] == "dead"]
    strange = [key for key in dead if not key.startswith(("poison/", "unknown-here/"))]
    figures.equal("dead letters of good documents", len(strange), 0)
    figures.equal("dead letters of poison", len([key for key in dead if key.startswith("poison/")]), poison)


def wrong_keys(rows, records):
    return sum(1 for row in rows if records.get((row["p"], row["o"])) != row["key"])


def by_id(figures, backing, ledgers, rows):
    stored = Counter(row["key"] for row in rows)
    accepted = {key: times for ledger in ledgers for key, times in ledger.accepted.items()}
    tried = set().union(*(ledger.tried for ledger in ledgers))
    labels = {key: label for ledger in ledgers for key, label in ledger.label.items()}
    figures.note(
        f"{sum(accepted.values())} documents answered 202 under {len(accepted)} ids; "
        f"{sum(ledger.unanswered for ledger in ledgers)} requests were not answered and sent again"
    )
    figures.equal("ids that got a 202 and are not there", len(accepted.keys() - stored.keys()), 0)
    fewer = [key for key, times in accepted.items() if stored[key] < times]
    figures.equal("ids with fewer rows than 202s", len(fewer), 0)
    others = {key for key in stored.keys() - tried if not key.startswith("poison/")}
    figures.equal("ids that nobody sent", len(others), 0)
    figures.equal("answers that no good document gets", sum(len(ledger.refused) for ledger in ledgers), 0)
    for ledger in ledgers:
        for words in ledger.refused[:2]:
            figures.note(words)
    current = backing.database.sql("SELECT model || '/' || id AS key, label FROM current_document")
    good = {key for key in accepted if not key.startswith("unknown-here/")}
    times = Counter(row["key"] for row in current)
    figures.equal("ids with two current documents", sum(1 for count in times.values() if count > 1), 0)
    figures.equal("ids without a current document", len(good - times.keys()), 0)
    # The last request of a client may have been stopped without an answer: those ids have either label.
    open_still = set().union(*(ledger.open for ledger in ledgers))
    shown = {row["key"]: row["label"] for row in current}
    stale = [key for key in good - open_still if shown.get(key) != labels[key]]
    figures.at_most("ids whose label is not the last one sent", len(stale), 0)
