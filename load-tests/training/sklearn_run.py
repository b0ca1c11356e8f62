"""One training by scikit-learn: TF-IDF and LIBLINEAR, as TrainingRun does it. Prints JSON.

  sklearn_run.py choose FOLDER FILE    the cost of least log loss in five folds; the holdout's probabilities with it
  sklearn_run.py train FOLDER COST     times features, one fit and the evaluation
"""

import json
import sys
import time
from pathlib import Path

import numpy
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, log_loss
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline

COSTS = [30.0, 100.0, 300.0, 1000.0]


def side(folder, name):
    lines = Path(folder, f"{name}.tsv").read_text(encoding="utf-8").split("\n")[:-1]
    labels, texts = zip(*(line.split("\t", 1) for line in lines))
    return labels, texts


def vectoriser():
    return TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)


def regression(cost):
    return LogisticRegression(solver="liblinear", C=cost, random_state=0)


def choose(folder, file):
    labels, texts = map(numpy.array, side(folder, "train"))
    losses = dict.fromkeys(COSTS, 0.0)
    for kept, held in StratifiedKFold(5).split(texts, labels):
        words = vectoriser()
        features, asked = words.fit_transform(texts[kept]), words.transform(texts[held])
        for cost in COSTS:
            said = regression(cost).fit(features, labels[kept]).predict_proba(asked)
            losses[cost] += log_loss(labels[held], said)
    cost = min(losses, key=losses.get)
    whole = make_pipeline(vectoriser(), regression(cost)).fit(texts, labels)
    labels, texts = side(folder, "holdout")
    rows = zip(labels, whole.predict_proba(texts)[:, 1])
    Path(file).write_text("".join(f"{label}\t{float(p)!r}\n" for label, p in rows))
    return {"cost": cost}


def train(folder, cost):
    labels, texts = side(folder, "train")
    held_labels, held_texts = side(folder, "holdout")
    begun = time.perf_counter()
    words = vectoriser()
    features = words.fit_transform(texts)
    made = time.perf_counter()
    model = regression(float(cost)).fit(features, labels)
    fitted = time.perf_counter()
    said = model.predict_proba(words.transform(held_texts))
    accuracy_score(held_labels, model.classes_[said.argmax(1)])
    log_loss(held_labels, said)
    ended = time.perf_counter()
    return {
        "features_s": round(made - begun, 3),
        "fit_s": round(fitted - made, 3),
        "evaluate_s": round(ended - fitted, 3),
        "total_s": round(ended - begun, 3),
    }


if __name__ == "__main__":
    print(json.dumps({"choose": choose, "train": train}[sys.argv[1]](*sys.argv[2:])))
