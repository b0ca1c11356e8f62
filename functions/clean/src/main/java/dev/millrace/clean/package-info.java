/**
 * Kafka to PostgreSQL: each record becomes one row, a document or a dead letter, in the transaction that moves its
 * partition's mark.
 */
@NullMarked
package dev.millrace.clean;

import org.jspecify.annotations.NullMarked;
