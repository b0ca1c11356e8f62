package dev.millrace.train;

import dev.millrace.document.Content;
import dev.millrace.document.ModelDefinition;
import dev.millrace.store.Snapshot;
import dev.millrace.text.NgramHasher;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Reckons, as documents are read, what a training of them will take of the heap, and refuses before it runs out: a process
 * that is out of memory ends, and its run says nothing. Sizes were measured; see RATIONALE.md. One reading, one thread.
 */
final class Room {
    /** Of the heap: the rest is for the collector, the candidate, the champion and what was reckoned too low. */
    private static final double SHARE = 0.8;
    /** In bytes: what the function takes before the first document. */
    private static final long FUNCTION = 48L << 20;
    /** In bytes: a row of the snapshot, its example, ids, hashes, lists. */
    private static final int DOCUMENT = 900;
    /** In bytes: a feature of a document, in its vector, in the solver's rows and among all features that were counted. */
    private static final int FEATURE = 64;

    private static final int COLUMN = 150;
    /** One in so many texts has its features counted; the others have as many a character. */
    private static final int COUNTED = 16;

    private final ModelDefinition model;
    private final long heap;
    private final NgramHasher hasher = new NgramHasher();
    private final Set<String> labels = new HashSet<>();
    private long documents;
    private long bytes;
    private long characters;
    private long countedCharacters;
    private long countedFeatures;

    /** @param heap the most that the process may take, in bytes */
    Room(ModelDefinition model, long heap) {
        this.model = model;
        this.heap = heap;
    }

    static Room of(ModelDefinition model) {
        return new Room(model, Runtime.getRuntime().maxMemory());
    }

    /** Takes one more document in; throws {@link NoRoomException} if there is no room for it. */
    void add(Snapshot.Row row) {
        documents++;
        bytes += DOCUMENT + size(row.received());
        row.cleanedText().ifPresent(this::addText);
        labels.add(row.label());
        if (needed() > heap * SHARE) {
            throw new NoRoomException("the documents of model '" + model.name() + "' do not fit into the heap of "
                    + (heap >> 20) + " MiB: training is possible with about " + (documents - 1)
                    + " of their length and no more; give train a larger heap (-Xmx)");
        }
    }

    /** What a training of all documents so far takes, in bytes. */
    long needed() {
        long features = countedCharacters == 0 ? 0 : (long) ((double) characters / countedCharacters * countedFeatures);
        long scores =
                documents * (16 + 8L * labels.size()) * (model.trainer().costs().size() + 1);
        return FUNCTION + bytes + FEATURE * features + scores;
    }

    private void addText(String cleaned) {
        bytes += size(cleaned);
        characters += cleaned.length();
        if (documents % COUNTED == 1) {
            int size = hasher.hash(cleaned, model.trainer().ngrams());
            countedFeatures +=
                    Arrays.stream(hasher.hashes(), 0, size).distinct().count();
            countedCharacters += cleaned.length();
        }
    }

    private static long size(Content received) {
        return switch (received) {
            case Content.Text text -> size(text.value());
            case Content.Features features -> (long) COLUMN * features.values().size();
            case Content.None none -> 0;
        };
    }

    /** The JVM keeps a byte a character, or two if one of them is beyond Latin-1. */
    private static long size(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff) {
                return 2L * text.length();
            }
        }
        return text.length();
    }
}
