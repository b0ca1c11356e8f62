package dev.millrace.classifier;

/** The two sides of the split: what a model learns from, and what it is judged by. */
public enum Side {
    TRAIN,
    HOLDOUT
}
