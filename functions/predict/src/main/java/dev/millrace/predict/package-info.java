/**
 * Predictions over HTTP from model versions that are taken up while it serves.
 */
@NullMarked
package dev.millrace.predict;

import org.jspecify.annotations.NullMarked;
