/**
 * What a document is: the record, the rules that a models file sets for it, and its form on the wire. Nothing here
 * knows a framework, a broker or a database.
 */
@NullMarked
package dev.millrace.document;

import org.jspecify.annotations.NullMarked;
