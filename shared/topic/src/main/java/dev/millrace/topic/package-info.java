/** The topic that documents travel on, as the functions at its two ends need it: made when missing, checked, named by id. */
@NullMarked
package dev.millrace.topic;

import org.jspecify.annotations.NullMarked;
