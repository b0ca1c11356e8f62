package dev.millrace.classifier;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The bytes of a classifier: {@code MILLRACE}, the format (4 bytes), the length of the rest (4), its CRC-32C (4), the
 * rest. Equal classifiers give equal bytes: no time, no name, no padding. Never Java serialization: nothing is built that
 * the format does not know, and nothing is allocated that the bytes could not hold.
 */
public final class ClassifierCodec {
    /** Grows when the bytes, the tokenizer or the features' hashes change meaning. */
    public static final int FORMAT = 1;

    /** Larger ones are refused before anything is read. */
    static final int MOST_BYTES = 1 << 30;

    private static final byte[] MAGIC = {'M', 'I', 'L', 'L', 'R', 'A', 'C', 'E'};
    private static final int HEADER = MAGIC.length + 12;
    private static final int MOST_LABELS = 100_000;

    private ClassifierCodec() {}

    public static byte[] write(Classifier classifier) {
        ModelWriter out = new ModelWriter();
        out.number(classifier.labels().size());
        classifier.labels().forEach(out::string);
        SpaceCodec.write(out, classifier.space());
        out.reals(classifier.calibration().slopes());
        out.reals(classifier.calibration().offsets());
        out.reals(classifier.weights().biases());
        out.floats(classifier.weights().byFeature());
        byte[] body = out.bytes();
        return ByteBuffer.allocate(HEADER + body.length)
                .put(MAGIC)
                .putInt(FORMAT)
                .putInt(body.length)
                .putInt(checksum(ByteBuffer.wrap(body)))
                .put(body)
                .array();
    }

    /** Throws {@link CorruptModelException} with a sentence that says what is wrong with the bytes. */
    public static Classifier read(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        checkHeader(buffer);
        ModelReader in = new ModelReader(buffer.slice());
        List<String> labels = labels(in);
        FeatureSpace space = SpaceCodec.read(in);
        int sets = Weights.sets(labels.size());
        Calibration calibration = new Calibration(in.reals("slopes", sets), in.reals("offsets", sets));
        double[] biases = in.reals("biases", sets);
        float[] weights = in.floats("weights", (long) space.size() * sets);
        in.end();
        return new Classifier(labels, space, new Weights(labels.size(), weights, biases), calibration);
    }

    private static void checkHeader(ByteBuffer buffer) {
        int size = buffer.remaining();
        if (size == 0) {
            throw new CorruptModelException("The model is empty.");
        }
        if (size > MOST_BYTES) {
            throw new CorruptModelException("The model has " + size + " bytes: at most " + MOST_BYTES + " are read.");
        }
        byte[] magic = new byte[Math.min(size, MAGIC.length)];
        buffer.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new CorruptModelException("The bytes are no Millrace model: they do not begin with MILLRACE.");
        }
        if (size < HEADER) {
            throw new CorruptModelException("The model has " + size + " bytes: its header alone has " + HEADER + ".");
        }
        int format = buffer.getInt();
        if (format != FORMAT) {
            throw new CorruptModelException(
                    "The model has format " + format + ", this version of Millrace reads format " + FORMAT + ".");
        }
        int length = buffer.getInt();
        if (length != size - HEADER) {
            throw new CorruptModelException("The model says it has " + Integer.toUnsignedLong(length)
                    + " bytes after its header, but has " + (size - HEADER) + ".");
        }
        if (buffer.getInt() != checksum(buffer.slice())) {
            throw new CorruptModelException("The model's checksum does not fit: its bytes were changed.");
        }
    }

    private static List<String> labels(ModelReader in) {
        int count = in.number("labels", 2, MOST_LABELS);
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            labels.add(in.string("label"));
        }
        return labels;
    }

    private static int checksum(ByteBuffer body) {
        CRC32C crc = new CRC32C();
        crc.update(body);
        return (int) crc.getValue();
    }
}
