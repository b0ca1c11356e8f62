/**
 * The life of a classifier without its storage: split, fit, calibrate, evaluate, gate, and the compact served form that
 * scores and explains.
 */
@NullMarked
package dev.millrace.classifier;

import org.jspecify.annotations.NullMarked;
