package dev.millrace.classifier;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.Assertions;

class ClassifierCodecPropertyTest {
    private static final byte[] BYTES = ClassifierCodec.write(new ClassifierTrainer(Samples.SPAM)
            .fit(Samples.spam().subList(0, 100))
            .classifier());

    @Property
    void flippedBit_isNeverRead(@ForAll @IntRange(max = Integer.MAX_VALUE) int where) {
        byte[] bytes = BYTES.clone();
        bytes[where % bytes.length] ^= (byte) (1 << where % 8);
        assertThatThrownBy(() -> ClassifierCodec.read(bytes)).isInstanceOf(CorruptModelException.class);
    }

    @Property
    void cutBytes_areNeverRead(@ForAll @IntRange(max = Integer.MAX_VALUE) int where) {
        byte[] bytes = Arrays.copyOf(BYTES, where % BYTES.length);
        assertThatThrownBy(() -> ClassifierCodec.read(bytes)).isInstanceOf(CorruptModelException.class);
    }

    @Property
    void anyBytes_areNeverRead(@ForAll byte[] bytes) {
        assertThatThrownBy(() -> ClassifierCodec.read(bytes)).isInstanceOf(CorruptModelException.class);
    }

    /** With a checksum that fits: the body is read or refused, and nothing else happens. */
    @Property
    void anyBodyUnderAnHonestHeader_isReadOrRefused(@ForAll byte[] noise, @ForAll @IntRange(max = 4000) int where) {
        byte[] bytes = BYTES.clone();
        int start = 20 + where % (bytes.length - 20);
        System.arraycopy(noise, 0, bytes, start, Math.min(noise.length, bytes.length - start));
        CRC32C crc = new CRC32C();
        crc.update(bytes, 20, bytes.length - 20);
        ByteBuffer.wrap(bytes).putInt(16, (int) crc.getValue());
        try {
            ClassifierCodec.read(bytes).predict(Samples.text("any text"));
        } catch (CorruptModelException e) {
            Assertions.assertThat(e).hasMessageEndingWith(".");
        } catch (IllegalArgumentException e) {
            Assertions.assertThat(e).hasMessage("a tabular model reads features, not text");
        }
    }
}
