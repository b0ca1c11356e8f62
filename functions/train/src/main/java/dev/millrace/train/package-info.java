/**
 * PostgreSQL to model versions: snapshot, fit, evaluate, gate, publish; the registry's write API.
 */
@NullMarked
package dev.millrace.train;

import org.jspecify.annotations.NullMarked;
