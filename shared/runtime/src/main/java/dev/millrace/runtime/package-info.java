/**
 * What every function has: start and shutdown, settings and secrets, health, metrics, errors, logs, documentation pages,
 * the models file.
 */
@NullMarked
package dev.millrace.runtime;

import org.jspecify.annotations.NullMarked;
