"""Trains the twins' model. Usage: train.py DOCUMENTS FOLDER NGRAMS; DOCUMENTS has a labelled document a line."""

import hashlib
import json
import sys
from pathlib import Path

import joblib
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

documents, folder, ngrams = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
rows = [json.loads(line) for line in documents.read_text(encoding="utf-8").splitlines()]
pipeline = make_pipeline(
    TfidfVectorizer(ngram_range=(1, ngrams), min_df=2, sublinear_tf=True),
    LogisticRegression(solver="liblinear", C=10, random_state=0),
)
pipeline.fit([row["text"] for row in rows], [row["label"] for row in rows])
folder.mkdir(parents=True, exist_ok=True)
joblib.dump(pipeline, folder / "pipeline.joblib")
version = hashlib.sha256(documents.read_bytes()).hexdigest()[:12]
about = {"version": version, "ngrams": ngrams, "documents": len(rows), "features": len(pipeline[0].vocabulary_)}
(folder / "about.json").write_text(json.dumps(about) + "\n")
