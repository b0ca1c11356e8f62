/**
 * The four functions in one process, with a broker and a database of its own: what runs on a laptop.
 */
@NullMarked
package dev.millrace.standalone;

import org.jspecify.annotations.NullMarked;
