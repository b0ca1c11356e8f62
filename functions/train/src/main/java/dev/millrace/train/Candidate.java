package dev.millrace.train;

import dev.millrace.classifier.Evaluation;
import dev.millrace.classifier.Fitted;

/** A classifier that was fitted and measured, and waits for the gate. */
record Candidate(ExampleSet examples, Fitted fitted, Evaluation evaluation) {}
