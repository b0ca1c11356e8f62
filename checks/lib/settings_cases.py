"""Wrong or missing settings, a row each: the function, what is changed of a good environment, what the one line must say.

None takes a variable away; {folder} is the folder that `files` has filled. The words are the key, what was found, and a
part of what was expected.
"""

import os

GOOD = """\
models:
  - name: spam
    kind: text
    default: true
    labels: [ham, spam]
"""
MODELS = {
    "empty.yml": "",
    "none.yml": "models: []\n",
    "broken.yml": "models:\n  - name: [spam\n",
    "list.yml": "- spam\n",
    "key.yml": GOOD + "    colour: red\n",
    "no-kind.yml": "models:\n  - name: spam\n",
    "kind.yml": GOOD.replace("kind: text", "kind: image"),
    "twice.yml": GOOD + "  - name: spam\n    kind: text\n",
    "two-defaults.yml": GOOD + "  - name: other\n    kind: text\n    default: true\n",
    "name.yml": GOOD.replace("spam\n    kind", "Spam/1\n    kind"),
    "cron.yml": GOOD + '    schedule: "61 * * * *"\n',
    "cron-never.yml": GOOD + '    schedule: "0 0 30 2 *"\n',
    "floor.yml": GOOD + "    gate: {min_accuracy: 1.5}\n",
    "floor-label.yml": GOOD + "    gate: {labels: {eggs: {min_recall: 0.5}}}\n",
    "level.yml": GOOD + "    gate: {level: 0}\n",
    "promote.yml": GOOD + "    gate: {promote: always}\n",
    "folds.yml": GOOD + "    trainer: {folds: 1}\n",
    "costs.yml": GOOD + "    trainer: {costs: [ten]}\n",
    "labels.yml": GOOD.replace("[ham, spam]", "[yes, no]"),
    "no-features.yml": "models:\n  - name: iris\n    kind: tabular\n",
    "feature.yml": "models:\n  - name: iris\n    kind: tabular\n    features: {sepal: metric}\n",
    "same-key.yml": GOOD + "    kind: text\n",
    "binary.yml": b"\xff\xfe\x00\x01models",
}


def files(folder):
    for name, content in MODELS.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (folder / "empty-secret").write_text("")
    (folder / "blank-secret").write_text(" \n")
    (folder / "binary-secret").write_bytes(b"\xff\xfe\x00")
    (folder / "unreadable").write_text("secret")
    os.chmod(folder / "unreadable", 0)


def model(name, *words):
    return ("ingest", {"MILLRACE_MODELS_FILE": "{folder}/" + name}, (name, *words))


CASES = [
    # models.yml: read by every function, and by the same code
    ("ingest", {"MILLRACE_MODELS_FILE": None}, ("MILLRACE_MODELS_FILE",)),
    ("clean", {"MILLRACE_MODELS_FILE": ""}, ("MILLRACE_MODELS_FILE", "missing")),
    ("train", {"MILLRACE_MODELS_FILE": "{folder}/nothing-here.yml"}, ("MILLRACE_MODELS_FILE", "nothing-here.yml")),
    ("predict", {"MILLRACE_MODELS_FILE": "{folder}"}, ("MILLRACE_MODELS_FILE", "expected")),
    model("empty.yml", "models"),
    model("none.yml", "models is empty"),
    model("broken.yml", "line"),
    model("list.yml", "map"),
    model("key.yml", "colour", "not known"),
    model("no-kind.yml", "kind is missing", "text or tabular"),
    model("kind.yml", "kind is 'image'", "tabular"),
    model("twice.yml", "spam", "twice"),
    model("two-defaults.yml", "default"),
    model("name.yml", "name", "Spam/1"),
    model("cron.yml", "schedule is '61 * * * *'", "five fields"),
    model("cron-never.yml", "schedule is '0 0 30 2 *'"),
    model("floor.yml", "min_accuracy", "1.5"),
    model("floor-label.yml", "eggs"),
    model("level.yml", "level"),
    model("promote.yml", "promote is 'always'", "better"),
    model("folds.yml", "folds"),
    model("costs.yml", "costs[0] is ten", "a number"),
    model("labels.yml", "labels[0]", "quotes"),
    model("no-features.yml", "features"),
    model("feature.yml", "sepal", "numeric"),
    model("same-key.yml", "kind"),
    model("binary.yml", "MILLRACE_MODELS_FILE"),
    # passwords, only as files
    ("clean", {"MILLRACE_CLEAN_DATABASE_PASSWORD_FILE": None}, ("MILLRACE_CLEAN_DATABASE_PASSWORD", "missing")),
    ("train", {"MILLRACE_TRAIN_DATABASE_PASSWORD_FILE": None}, ("MILLRACE_TRAIN_DATABASE_PASSWORD", "missing")),
    ("predict", {"MILLRACE_PREDICT_DATABASE_PASSWORD_FILE": None}, ("MILLRACE_PREDICT_DATABASE_PASSWORD", "missing")),
    ("clean", {"MILLRACE_CLEAN_DATABASE_PASSWORD_FILE": "{folder}/nothing"}, ("PASSWORD_FILE", "nothing")),
    ("train", {"MILLRACE_TRAIN_DATABASE_PASSWORD_FILE": "{folder}"}, ("PASSWORD_FILE", "is a folder")),
    ("predict", {"MILLRACE_PREDICT_DATABASE_PASSWORD_FILE": "{folder}/empty-secret"}, ("PASSWORD", "empty")),
    ("clean", {"MILLRACE_CLEAN_DATABASE_PASSWORD_FILE": "{folder}/blank-secret"}, ("PASSWORD", "empty")),
    ("train", {"MILLRACE_TRAIN_DATABASE_PASSWORD_FILE": "{folder}/binary-secret"}, ("PASSWORD_FILE", "text")),
    ("clean", {"MILLRACE_CLEAN_DATABASE_PASSWORD": "x"}, ("MILLRACE_CLEAN_DATABASE_PASSWORD", "file")),
    ("predict", {"MILLRACE_PREDICT_DATABASE_PASSWORD_FILE": "a\tb"}, ("MILLRACE_PREDICT_DATABASE_PASSWORD_FILE",)),
    # names
    ("ingest", {"MILLRACE_INGST_PORT": "5000"}, ("MILLRACE_INGST_PORT is not known",)),
    ("clean", {"MILLRACE_INGEST_PORT": "5000"}, ("MILLRACE_INGEST_PORT is not known",)),
    ("train", {"MILLRACE_KAFKA": "localhost:9092"}, ("MILLRACE_KAFKA is not known",)),
    ("predict", {"MILLRACE_": "x"}, ("MILLRACE_ is not known",)),
    # numbers, durations, ports
    ("ingest", {"MILLRACE_INGEST_PORT": "70000"}, ("MILLRACE_INGEST_PORT", "'70000'", "65535")),
    ("clean", {"MILLRACE_CLEAN_PORT": "-1"}, ("MILLRACE_CLEAN_PORT", "'-1'")),
    ("train", {"MILLRACE_TRAIN_PORT": "seven"}, ("MILLRACE_TRAIN_PORT", "'seven'")),
    ("ingest", {"MILLRACE_INGEST_IN_FLIGHT": "0"}, ("MILLRACE_INGEST_IN_FLIGHT", "'0'", "from 1")),
    ("ingest", {"MILLRACE_INGEST_DOCUMENT_LIMIT": "99999999999"}, ("MILLRACE_INGEST_DOCUMENT_LIMIT", "from 1024")),
    ("ingest", {"MILLRACE_INGEST_ACK_TIMEOUT": "soon"}, ("MILLRACE_INGEST_ACK_TIMEOUT", "'soon'", "500ms")),
    ("ingest", {"MILLRACE_INGEST_ACK_TIMEOUT": "1ms"}, ("MILLRACE_INGEST_ACK_TIMEOUT", "'1ms'", "100ms")),
    ("ingest", {"MILLRACE_KAFKA_REPLICATION": "1.5"}, ("MILLRACE_KAFKA_REPLICATION", "'1.5'")),
    ("clean", {"MILLRACE_CLEAN_CHECK_INTERVAL": "1h"}, ("MILLRACE_CLEAN_CHECK_INTERVAL", "30s")),
    ("clean", {"MILLRACE_CLEAN_BACKOFF": "10s"}, ("MILLRACE_CLEAN_BACKOFF", "backoff-limit")),
    ("clean", {"MILLRACE_CLEAN_BATCH": "many"}, ("MILLRACE_CLEAN_BATCH", "'many'")),
    ("train", {"MILLRACE_TRAIN_WORKERS": "0"}, ("MILLRACE_TRAIN_WORKERS", "'0'", "from 1")),
    ("train", {"MILLRACE_TRAIN_DRAIN_LIMIT": "-2s"}, ("MILLRACE_TRAIN_DRAIN_LIMIT", "'-2s'")),
    ("predict", {"MILLRACE_PREDICT_POLL": "1ms"}, ("MILLRACE_PREDICT_POLL", "100ms")),
    ("predict", {"MILLRACE_PREDICT_PINS": "spam"}, ("MILLRACE_PREDICT_PINS", "'spam'", "spam=3")),
    ("predict", {"MILLRACE_PREDICT_PINS": "eggs=1"}, ("MILLRACE_PREDICT_PINS", "eggs")),
    ("predict", {"MILLRACE_DRAIN_DELAY": "2 weeks"}, ("MILLRACE_DRAIN_DELAY", "'2 weeks'")),
    ("train", {"MILLRACE_LOG_LEVEL": "loud"}, ("MILLRACE_LOG_LEVEL", "'loud'", "debug")),
    ("ingest", {"MILLRACE_LOG": "xml"}, ("MILLRACE_LOG", "'xml'", "json")),
    # addresses
    ("ingest", {"MILLRACE_KAFKA": "localhost"}, ("MILLRACE_KAFKA", "'localhost'", "host:port")),
    ("clean", {"MILLRACE_KAFKA": "kafka-1:9092, ,kafka 2:9092"}, ("MILLRACE_KAFKA", "expected host:port")),
    ("clean", {"MILLRACE_KAFKA": "localhost:99999"}, ("MILLRACE_KAFKA", "'localhost:99999'")),
    ("clean", {"MILLRACE_DATABASE_URL": "postgres://localhost/millrace"}, ("MILLRACE_DATABASE_URL", "jdbc:postgresql://")),
    ("train", {"MILLRACE_DATABASE_URL": "jdbc:mysql://localhost/millrace"}, ("MILLRACE_DATABASE_URL", "jdbc:postgresql://")),
    ("predict", {"MILLRACE_DATABASE_URL": "localhost:5432"}, ("MILLRACE_DATABASE_URL", "jdbc:postgresql://")),
    ("predict", {"MILLRACE_DATABASE_URL": "jdbc:postgresql://localhost:port/millrace"}, ("MILLRACE_DATABASE_URL",)),
    ("ingest", {"MILLRACE_HOST": "192.0.2.1"}, ("MILLRACE_HOST", "192.0.2.1")),
    ("predict", {"MILLRACE_HOST": "no-such-host.invalid"}, ("MILLRACE_HOST", "no-such-host.invalid")),
]
