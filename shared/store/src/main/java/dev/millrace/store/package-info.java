/**
 * PostgreSQL: migrations and roles, documents and marks, dead letters, the registry of model versions, training runs. All
 * SQL of Millrace is here.
 */
@NullMarked
package dev.millrace.store;

import org.jspecify.annotations.NullMarked;
