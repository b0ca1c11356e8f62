package dev.millrace.classifier;

/**
 * The features of one document that are not zero, each once.
 *
 * @param features their numbers, 0-based, in any order; only the first {@code size} count
 * @param values beside them
 */
record SparseVector(int[] features, double[] values, int size) {}
