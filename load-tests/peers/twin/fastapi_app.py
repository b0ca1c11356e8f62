"""Millrace's /predict as FastAPI answers it; uvicorn serves it. A plain function: the model's call takes a thread."""

import time

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from model import LONGEST, predict
from prometheus_client import Counter, Histogram
from pydantic import BaseModel, Field

app = FastAPI(openapi_url=None)
PREDICTIONS = Counter("predictions_total", "Predictions", ["label"])
SECONDS = Histogram("prediction_seconds", "Time of a prediction")


class Question(BaseModel):
    text: str = Field(min_length=1, max_length=LONGEST)


@app.post("/predict")
def answer(question: Question):
    begin = time.perf_counter()
    found = predict(question.text)
    SECONDS.observe(time.perf_counter() - begin)
    PREDICTIONS.labels(found["label"]).inc()
    return JSONResponse(found)


@app.get("/health/ready")
def ready():
    return {"status": "ok"}
