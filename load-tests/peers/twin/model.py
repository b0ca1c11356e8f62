"""The model that both twins serve: the same file, the same calls."""

import json
import os
from pathlib import Path

import joblib

FOLDER = Path(os.environ["TWIN_MODEL"])
VERSION = json.loads((FOLDER / "about.json").read_text())["version"]
PIPELINE = joblib.load(FOLDER / "pipeline.joblib")
LABELS = [str(label) for label in PIPELINE.classes_]
LONGEST = 1 << 20


def predict(text):
    probabilities = PIPELINE.predict_proba([text])[0]
    return {
        "label": LABELS[int(probabilities.argmax())],
        "probabilities": dict(zip(LABELS, map(float, probabilities))),
        "model_version": VERSION,
    }
