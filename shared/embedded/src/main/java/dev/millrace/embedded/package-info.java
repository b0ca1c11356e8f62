/**
 * A real Kafka broker and a real PostgreSQL started on this machine: for standalone, rehearsals and tests.
 */
@NullMarked
package dev.millrace.embedded;

import org.jspecify.annotations.NullMarked;
