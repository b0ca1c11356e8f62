"""Millrace's /predict as Flask answers it; gunicorn serves it."""

import time

from flask import Flask, jsonify, request
from model import LONGEST, predict
from prometheus_client import Counter, Histogram

app = Flask(__name__)
PREDICTIONS = Counter("predictions_total", "Predictions", ["label"])
SECONDS = Histogram("prediction_seconds", "Time of a prediction")


@app.post("/predict")
def answer():
    body = request.get_json(silent=True)
    text = body.get("text") if isinstance(body, dict) else None
    if not isinstance(text, str) or not 0 < len(text) <= LONGEST:
        return jsonify(error='expected {"text": "..."}'), 400
    begin = time.perf_counter()
    found = predict(text)
    SECONDS.observe(time.perf_counter() - begin)
    PREDICTIONS.labels(found["label"]).inc()
    return jsonify(found)


@app.get("/health/ready")
def ready():
    return jsonify(status="ok")
