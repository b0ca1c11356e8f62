/**
 * HTTP to Kafka: takes documents in, checks them against the models file, and answers 202 once the broker has them.
 */
@NullMarked
package dev.millrace.ingest;

import org.jspecify.annotations.NullMarked;
