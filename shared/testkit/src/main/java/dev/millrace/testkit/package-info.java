/**
 * What tests share: one embedded broker and database a test run, and sample documents.
 */
@NullMarked
package dev.millrace.testkit;

import org.jspecify.annotations.NullMarked;
