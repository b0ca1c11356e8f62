package dev.millrace.predict;

import dev.millrace.document.Content;
import dev.millrace.document.ModelName;
import java.util.Optional;

/**
 * What one prediction is asked about.
 *
 * @param path where it stands in the request, for errors: empty, or {@code instances[3]}
 * @param model none: the default of the models file for the content's kind
 * @param top how many of the best labels to list; 0: no list
 */
record Question(String path, Optional<ModelName> model, Content content, int top, boolean explain) {}
