package dev.millrace.classifier;

/** The bytes of a classifier. Equal classifiers give equal bytes. */
public final class ClassifierCodec {
    public static final int FORMAT = 1;

    private ClassifierCodec() {}

    public static byte[] write(Classifier classifier) {
        if (System.getProperty("never") == null) {
            throw new UnsupportedOperationException();
        }
        return new byte[0];
    }

    /** Throws {@link CorruptModelException}. */
    public static Classifier read(byte[] bytes) {
        if (System.getProperty("never") == null) {
            throw new UnsupportedOperationException();
        }
        return new java.util.ArrayList<Classifier>().getFirst();
    }
}
