package dev.millrace.classifier;

import dev.millrace.document.ContentHash;
import java.nio.ByteBuffer;

/**
 * Decides by the content's hash alone on which side of the split a document lies, and in which fold. So equal contents
 * never straddle a border, and a document stays on its side for ever, whatever else is collected. Frozen: another rule
 * would be another {@link #VERSION}, which the lineage of each model version names.
 */
public final class Split {
    public static final int VERSION = 1;
    /** The share of contents that is held out. */
    public static final double HOLDOUT = 0.2;

    private static final int FOLD_OFFSET = 16; // bytes 0 to 7 decide the side: folds use others

    private Split() {}

    public static Side side(ContentHash hash) {
        return hash.fraction() < HOLDOUT ? Side.HOLDOUT : Side.TRAIN;
    }

    /** The fold of a content, 0 to {@code folds - 1}; independent of its side. */
    public static int fold(ContentHash hash, int folds) {
        return (int) Long.remainderUnsigned(ByteBuffer.wrap(hash.bytes()).getLong(FOLD_OFFSET), folds);
    }
}
