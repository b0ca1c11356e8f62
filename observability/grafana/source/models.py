"""A model's life: trained, judged, loaded, answering."""

from grafana import MODEL, PREDICT, VERSION, bars, dashboard, lines, numbers, over, row, states, table
from promql import or_none, or_zero, rate

OF_MODEL = 'model=~"$model"'
ON_REPLICA = f'{{{OF_MODEL},instance=~"$instance"}}'
OF_VERSION = f'{{{OF_MODEL},model_version=~"$model_version",instance=~"$instance"}}'


def of_versions(metric):
    return ("{{model}} {{model_version}}", f"max by (model, model_version) ({metric}{OF_VERSION})")


DASHBOARD = dashboard(
    "models",
    "Millrace: models",
    "Which version answers where, how good each is, and what training and the gate made of it.",
    [MODEL, VERSION, PREDICT],
    row("Versions"),
    states(
        "Loaded version of each replica",
        "The version that answers; 0: none.",
        ("{{model}} {{instance}}", f"max by (model, instance) (millrace_model_loaded_version{ON_REPLICA})"),
    ),
    table(
        "Champion and loaded",
        "none",
        "The version that should answer, and the oldest and the newest that do.",
        ("Champion", f"max by (model) (millrace_model_champion_version{ON_REPLICA})"),
        ("Oldest loaded", f"min by (model) (millrace_model_loaded_version{ON_REPLICA})"),
        ("Newest loaded", f"max by (model) (millrace_model_loaded_version{ON_REPLICA})"),
        w=7,
    ),
    numbers(
        "Replicas beside the champion",
        "none",
        "Replicas whose answers come of another version than the champion.",
        (
            "{{model}}",
            f"sum by (model) (millrace_model_loaded_version{ON_REPLICA} != bool millrace_model_champion_version)",
        ),
        colors=over(1),
        w=5,
        h=8,
    ),
    lines(
        "Reloads",
        "none",
        "How often the version that answers changed in the last hour, of all replicas.",
        ("{{model}}", f"sum by (model) (increase(millrace_model_reloads_total{ON_REPLICA}[1h]))"),
        w=6,
    ),
    lines(
        "Time to load",
        "s",
        "From the registry to warm: the mean since the replica began, and the longest of the last minutes.",
        (
            "mean {{model}}",
            f"sum by (model) (millrace_model_load_seconds_sum{ON_REPLICA})"
            f" / (sum by (model) (millrace_model_load_seconds_count{ON_REPLICA}) > 0)",
        ),
        ("longest {{model}}", f"max by (model) (millrace_model_load_seconds_max{ON_REPLICA})"),
        w=6,
        limit=1,
    ),
    lines(
        "Failed loads",
        "none",
        "Tries of a version that did not load, while something wants that version.",
        (
            "{{model}} {{model_version}}",
            or_none(f"sum by (model, model_version) (millrace_model_load_failures_total{OF_VERSION})", "model"),
        ),
        w=6,
        limit=1,
    ),
    lines(
        "Age of versions",
        "s",
        "Since each loaded version was made.",
        ("{{model}} {{model_version}}", f"time() - {of_versions('millrace_model_created_timestamp_seconds')[1]}"),
        w=6,
    ),
    row("Quality on the holdout"),
    lines(
        "Accuracy",
        "percentunit",
        "The share of the holdout that each loaded version labels rightly.",
        of_versions("ml_model_accuracy"),
        w=6,
        least=None,
        most=1,
    ),
    lines(
        "Macro-F1",
        "percentunit",
        "The mean of the labels' F1, so that a rare label counts as much as a common one.",
        of_versions("millrace_model_macro_f1"),
        w=6,
        least=None,
        most=1,
    ),
    lines(
        "Log loss and calibration error",
        "none",
        "How far the probabilities are from the truth: less is better.",
        *[
            (f"{name} {{{{model}}}} {{{{model_version}}}}", of_versions(metric)[1])
            for name, metric in (
                ("log loss", "millrace_model_log_loss"),
                ("calibration", "millrace_model_calibration_error"),
            )
        ],
        w=6,
    ),
    lines(
        "Predictions by label",
        "reqps",
        "Answers per second, by the label that they gave: a shift means that documents or the model changed.",
        ("{{model}} {{label}}", rate(f"ml_predictions_total{OF_VERSION}", "model, label")),
        w=6,
        stacked=True,
    ),
    row("Training"),
    lines(
        "Duration of training",
        "s",
        "From a run's first step to its end, since the replica began: the mean, and nine of ten runs.",
        (
            "mean {{model}}",
            or_none(
                f"sum by (model) (millrace_training_duration_seconds_sum{{{OF_MODEL}}})"
                f" / (sum by (model) (millrace_training_duration_seconds_count{{{OF_MODEL}}}) > 0)",
                "model",
            ),
        ),
        (
            "p90 {{model}}",
            or_none(
                "histogram_quantile(0.9, sum by (le, model) ("
                f"millrace_training_duration_seconds_bucket{{{OF_MODEL}}})) > 0",
                "model",
            ),
        ),
    ),
    bars(
        "Runs, by how they ended",
        "none",
        "Since the replica began, and those under way.",
        (
            "{{model}} {{state}}",
            or_none(f"sum by (model, state) (millrace_training_runs_total{{{OF_MODEL}}})", "state"),
        ),
        ("under way", or_zero("sum(millrace_training_running)")),
    ),
    bars(
        "Verdicts of the gate",
        "none",
        "What the gate said of new versions, since the replica began.",
        (
            "{{model}} {{verdict}}",
            or_none(f"sum by (model, verdict) (millrace_gate_verdicts_total{{{OF_MODEL}}})", "verdict"),
        ),
    ),
)
