package dev.millrace.classifier;

import dev.millrace.document.Content;
import dev.millrace.text.NgramHasher;

/**
 * What scoring writes on while it works, so that an answer allocates nothing but itself: arrays that serve content after
 * content, of any classifier. It belongs to one thread at a time, and to whoever made it; there is none behind the scenes.
 */
public final class Scratch {
    /** In characters. A longer text gets arrays of its own: else one would hold megabytes in each thread for ever. */
    static final int LONGEST = 1 << 14;

    final NgramHasher ngrams = new NgramHasher();
    final FeatureCounts counts = new FeatureCounts();
    /** The features of the content at hand that are not zero, each once; only the first {@code size} count. */
    int[] features = new int[64];

    double[] values = new double[64];
    int size;

    /** This one, or for a long text one of its own. */
    Scratch fitting(Content content) {
        return content instanceof Content.Text text && text.value().length() > LONGEST ? new Scratch() : this;
    }

    /** Room for so many features; what the arrays held is lost. */
    void makeRoom(int most) {
        if (features.length < most) {
            features = new int[most + most / 2];
        }
        if (values.length < most) {
            values = new double[most + most / 2];
        }
    }
}
