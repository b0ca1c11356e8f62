/**
 * From the raw text of a document to clean text, to tokens, to features. The one copy of this code runs in clean, train
 * and predict, so that training and serving see a text alike.
 */
@NullMarked
package dev.millrace.text;

import org.jspecify.annotations.NullMarked;
