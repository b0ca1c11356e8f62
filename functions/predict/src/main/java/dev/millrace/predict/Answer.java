package dev.millrace.predict;

import dev.millrace.classifier.Explanation;
import dev.millrace.classifier.Prediction;
import java.util.Optional;
import java.util.UUID;

/**
 * One prediction, and the version that made it.
 *
 * @param id names this prediction, for feedback on it
 * @param top how many of the best labels were asked for; 0: no list
 */
record Answer(UUID id, LoadedVersion version, Prediction prediction, int top, Optional<Explanation> explanation) {}
