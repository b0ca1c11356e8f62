package dev.millrace.classifier;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.Content;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifierCodecTest {
    private static final int HEADER = 20;
    private static final List<Example> MAILS = Samples.spam().subList(0, 300);
    private static final Classifier TEXT =
            new ClassifierTrainer(Samples.SPAM).fit(MAILS).classifier();
    private static final byte[] BYTES = ClassifierCodec.write(TEXT);

    @Test
    void textModel_readBack_answersTheSame() {
        Classifier back = ClassifierCodec.read(BYTES);
        assertThat(ClassifierCodec.write(back)).isEqualTo(BYTES);
        assertThat(back.labels()).isEqualTo(TEXT.labels());
        assertThat(back.kind()).isEqualTo(TEXT.kind());
        assertThat(back.features()).isEqualTo(TEXT.features());
        for (Example mail : MAILS) {
            assertThat(back.predict(mail.content()).probabilities())
                    .containsExactly(TEXT.predict(mail.content()).probabilities());
        }
    }

    @Test
    void tableModel_readBack_answersTheSame() {
        List<Example> flowers = Samples.iris();
        Classifier table = new ClassifierTrainer(Samples.IRIS).fit(flowers).classifier();
        Classifier back = ClassifierCodec.read(ClassifierCodec.write(table));
        assertThat(back.columns()).isEqualTo(table.columns());
        for (Example flower : flowers) {
            Content content = flower.content();
            assertThat(back.predict(content).byLabel())
                    .isEqualTo(table.predict(content).byLabel());
        }
    }

    @Test
    void categories_areReadBack() {
        Classifier table = new Classifier(
                List.of("a", "b"),
                new TableSpace(List.of(new Column.Categorical("farbe", List.of("grün", "rot")))),
                new Weights(2, new float[] {1, -1}, new double[] {0.5}),
                new Calibration(new double[] {1}, new double[] {0}));
        assertThat(ClassifierCodec.read(ClassifierCodec.write(table)).space()).isEqualTo(table.space());
    }

    @Test
    void noBytes_areRefused() {
        refused(new byte[0]).hasMessage("The model is empty.");
    }

    @Test
    void otherBytes_areRefused() {
        refused("<html><body>404".getBytes(US_ASCII))
                .hasMessage("The bytes are no Millrace model: they do not begin with MILLRACE.");
        refused(new byte[] {'M', 'I'}).hasMessageContaining("do not begin with MILLRACE");
    }

    @Test
    void otherFormat_isNamedBesideOurs() {
        byte[] other = BYTES.clone();
        other[11] = 2;
        refused(other).hasMessage("The model has format 2, this version of Millrace reads format 1.");
    }

    @Test
    void headerAlone_isRefused() {
        refused(Arrays.copyOf(BYTES, 15)).hasMessage("The model has 15 bytes: its header alone has 20.");
        refused(Arrays.copyOf(BYTES, HEADER)).hasMessageContaining("but has 0.");
    }

    @Test
    void cutBytes_areRefused() {
        refused(Arrays.copyOf(BYTES, BYTES.length - 1))
                .hasMessage("The model says it has " + (BYTES.length - HEADER) + " bytes after its header, but has "
                        + (BYTES.length - HEADER - 1) + ".");
    }

    @Test
    void surplusBytes_areRefused() {
        refused(Arrays.copyOf(BYTES, BYTES.length + 1)).hasMessageContaining("bytes after its header");
        byte[] longer = Arrays.copyOf(BYTES, BYTES.length + 1);
        refused(sealed(longer)).hasMessage("The model has 1 bytes more than it says.");
    }

    @Test
    void changedByte_isRefused() {
        byte[] bytes = BYTES.clone();
        bytes[BYTES.length / 2] ^= 1;
        refused(bytes).hasMessage("The model's checksum does not fit: its bytes were changed.");
    }

    @Test
    void lengthsBeyondTheBytes_areRefusedBeforeAnythingIsAllocated() {
        refused(sealed(body(2, 0xff, 0xff, 0xff, 0xff, 0x07)))
                .hasMessageStartingWith("The model ends too early: label takes 2147483647 bytes");
        refused(sealed(body(2, 1, 'a', 1, 'b', 0, 1, 5, 0xff, 0xff, 0xff, 0xff, 0x07)))
                .hasMessageStartingWith("The model ends too early: features takes 4294967294 bytes");
        refused(sealed(body(2, 1, 'a', 1, 'b', 1, 0xff, 0xff, 0xff, 0xff, 0x07)))
                .hasMessageStartingWith("The model ends too early: columns");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, 3e38f, -2e15f})
    void weightThatNoTrainingGives_isRefused(float weight) {
        ByteBuffer bytes = ByteBuffer.allocate(4).putFloat(weight).flip();
        assertThatThrownBy(() -> new ModelReader(bytes).floats("weights", 1))
                .isInstanceOf(CorruptModelException.class)
                .hasMessageContaining("weights holds what is no finite number");
    }

    @Test
    void numbersOutOfBounds_areRefused() {
        refused(sealed(body(1))).hasMessage("The model says 1 for labels: expected 2 to 100000.");
        refused(sealed(body(2, 1, 'a', 1, 'b', 7))).hasMessage("The model says 7 for kind: expected 0 to 1.");
        refused(sealed(body(0x80, 0x80, 0x80, 0x80, 0x80, 0x80)))
                .hasMessage("The model's number of labels does not end.");
        refused(sealed(body(2, 1, 0xff))).hasMessage("The model's label is not UTF-8.");
        refused(sealed(body(2, 1, 'a', 1, 'b', 0, 1, 5, 2, 9, 1, 0, 1)))
                .hasMessage("The model's feature hashes do not ascend.");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(byte[] bytes) {
        return assertThatThrownBy(() -> ClassifierCodec.read(bytes)).isInstanceOf(CorruptModelException.class);
    }

    private static byte[] body(int... values) {
        byte[] bytes = Arrays.copyOf(BYTES, HEADER + values.length);
        for (int i = 0; i < values.length; i++) {
            bytes[HEADER + i] = (byte) values[i];
        }
        return bytes;
    }

    /** With the length and the checksum that fit its body. */
    private static byte[] sealed(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, HEADER, bytes.length - HEADER);
        ByteBuffer.wrap(bytes).putInt(12, bytes.length - HEADER).putInt(16, (int) crc.getValue());
        return bytes;
    }
}
