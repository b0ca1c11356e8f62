package dev.millrace.classifier;

/** What a fit gives: the classifier, and how it came about. */
public record Fitted(Classifier classifier, FitReport report) {}
