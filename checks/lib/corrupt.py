"""Versions that do not load, put into the registry behind its back; each must be refused by name, and do no harm."""

from functools import partial

from lib.client import until
from lib.pipeline import Pipeline

OWN_HASH = "encode(sha256(v.b), 'hex')"
CUT = "substring(bytes FROM 1 FOR 15)"
# What is wrong with a version, its bytes in SQL, its SHA-256, the model it is taken from, and a piece of the reason.
CORRUPT = (
    ("a bit flipped", "set_byte(bytes, length(bytes) / 2, get_byte(bytes, length(bytes) / 2) # 1)", "spam", "checksum"),
    ("cut in half", "substring(bytes FROM 1 FOR length(bytes) / 2)", "spam", "bytes after its header, but has"),
    ("cut within the header", CUT, "spam", "its header alone has 20"),
    ("empty", "''::bytea", "spam", "The model is empty"),
    ("something else", "convert_to('<html>', 'UTF8')", "spam", "they do not begin with MILLRACE"),
    ("format 99", "set_byte(bytes, 11, 99)", "spam", "format 99"),
    ("a tabular one", "bytes", "iris", "it reads tabular"),
    ("100 MB", "bytes || convert_to(repeat('x', 100000000), 'UTF8')", "spam", "raise millrace.predict.memory-limit"),
)
FORGED = (("garbage", "The model"), ("no-number", "no finite number"), ("endless", "no finite number"))


class Registry:
    """What a version is planted in: the database, and train, which moves the champion of spam."""

    def __init__(self, backing, train):
        self.backing, self.train = backing, Pipeline(train.client)

    def sql(self, statement):
        return self.backing.database.sql(statement)

    def move(self, version, reason):
        self.train.move("spam", version, reason)

    def spoil(self):
        """A version of spam that does not load becomes champion; its number."""
        return plant(self, CUT, "spam")


def corrupt(figures, world):
    figures.part("versions put into the registry behind its back")
    good, _ = world.publisher.publish(number=200)
    world.wait_serving(good)
    world.sql("ALTER TABLE model_version DROP CONSTRAINT model_version_sha256_matches")
    for what, sql, like, reason in CORRUPT:
        bad(figures, world, what, good, partial(plant, world, sql, like), reason)
    swapped = partial(plant, world, "bytes", "spam", "repeat('0', 64)")
    bad(figures, world, "other bytes than its SHA-256", good, swapped, "its bytes have SHA-256")
    for kind, reason in FORGED:
        bad(figures, world, f"{kind} under a right header", good, lambda: world.publisher.publish(kind)[0], reason)
    figures.expect("the thread that reloads lives", world.predict.client.get("/health/live").ok)


def plant(world, sql, like, sha256=OWN_HASH):
    world.sql(
        f"""WITH n AS (
            UPDATE model SET newest_version = newest_version + 1 WHERE name = 'spam' RETURNING newest_version
        ),
        v AS (SELECT {sql} AS b, metrics, lineage FROM model_version WHERE model = '{like}' AND version = 1)
        INSERT INTO model_version (model, version, status, bytes, sha256, metrics, lineage)
        SELECT 'spam', newest_version, 'published', v.b, {sha256}, v.metrics, v.lineage FROM n, v"""
    )
    version = world.sql("SELECT newest_version AS v FROM model WHERE name = 'spam'")[0]["v"]
    world.move(version, "corrupt")
    return version


def bad(figures, world, what, good, promote, reason):
    """Champion moves to a version that does not load: it is refused by name, `good` goes on; then it moves back."""
    version = promote()

    def refused():
        shown = world.shown()
        failure = shown.get("last_failure") or {}
        return shown if failure.get("version") == str(version) and shown["state"] == "FALLBACK" else None

    shown = until(f"version {version} ({what}) refused", 20, refused, pause=0.02)
    named = reason in shown["last_failure"]["reason"]
    counted = f'millrace_model_load_failures_total{{model="spam",model_version="{version}"}}'
    metric = counted in world.predict.client.get("/metrics").text()
    serves = shown["serving"]["version"] == str(good) and world.serving() == good
    world.move(good, "healed")
    healed = until("healed", 10, lambda: world.shown()["state"] == "READY", pause=0.02)
    figures.expect(f"{what}: refused by name, old one serves, heals", named and metric and serves and healed)
    if not (named and metric and serves):
        why = shown["last_failure"]["reason"][:200]
        figures.note(f"named {named}, metric {metric}, old one serves {serves}: {why}")
