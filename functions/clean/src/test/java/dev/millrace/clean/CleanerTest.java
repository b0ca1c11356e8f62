package dev.millrace.clean;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.DocumentRules;
import dev.millrace.document.Place;
import dev.millrace.document.TraceParent;
import dev.millrace.store.DeadLetter;
import dev.millrace.store.StoredDocument;
import dev.millrace.testkit.SampleDocuments;
import dev.millrace.text.TextCleaner;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CleanerTest {
    private static final Place PLACE = new Place(1, 0, 7);
    private static final Instant ACCEPTED = Instant.parse("2026-01-01T00:00:00Z");
    private static final String GOOD =
            "{\"schema\":1,\"id\":\"a\",\"model\":\"spam\",\"text\":\"<p>Hi &amp; bye</p>\",\"label\":\"ham\"}";

    private final Cleaner cleaner = new Cleaner(new DocumentRules(SampleDocuments.models()), new TextCleaner(1 << 20));

    @Test
    void goodRecord_becomesADocumentThatKeepsWhatWasReceived() {
        StoredDocument document = stored(record("spam/a", GOOD));
        assertThat(document.cleanedText()).contains("Hi & bye");
        assertThat(new String(document.received(), UTF_8)).isEqualTo(GOOD);
        assertThat(document.label()).contains("ham");
        assertThat(document.contentHash()).isPresent();
        assertThat(document.place()).isEqualTo(PLACE);
    }

    @Test
    void labellingRevision_hasNoContent() {
        StoredDocument document =
                stored(record("spam/a", "{\"schema\":1,\"id\":\"a\",\"model\":\"spam\",\"label\":\"spam\"}"));
        assertThat(document.cleanedText()).isEmpty();
        assertThat(document.contentHash()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "not json | malformed",
                "{\"id\":\"a\",\"model\":\"spam\",\"text\":\"x\"} | no-schema",
                "{\"schema\":9,\"id\":\"a\",\"model\":\"spam\",\"text\":\"x\"} | unknown-schema",
                "{\"schema\":1,\"id\":\"a\",\"model\":\"gone\",\"text\":\"x\"} | unknown-model",
                "{\"schema\":1,\"id\":\"a\",\"model\":\"spam\",\"text\":\"x\",\"label\":\"eggs\"} | unknown-label",
                "{\"schema\":1,\"id\":\"b\",\"model\":\"spam\",\"text\":\"x\"} | wrong-key",
            })
    void poison_becomesADeadLetterWithReasonAndOriginalBytes(String value, String reason) {
        DeadLetter letter = dead(record("spam/a", value));
        assertThat(letter.reason()).isEqualTo(reason);
        assertThat(new String(letter.value().orElseThrow(), UTF_8)).isEqualTo(value);
        assertThat(letter.place()).isEqualTo(PLACE);
    }

    @Test
    void recordWithoutValue_becomesADeadLetter() {
        RawRecord empty =
                new RawRecord(PLACE, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), ACCEPTED);
        assertThat(dead(empty).reason()).isEqualTo("no-value");
    }

    @Test
    void bytesThatAreNoUtf8_becomeADeadLetter() {
        RawRecord record = new RawRecord(
                PLACE,
                Optional.of("spam/a".getBytes(UTF_8)),
                Optional.of(new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', '}'}),
                Optional.empty(),
                Optional.empty(),
                ACCEPTED);
        assertThat(dead(record).reason()).isEqualTo("malformed");
    }

    @Test
    void redrivenRecord_keepsItsFirstPlace() {
        RawRecord record = new RawRecord(
                PLACE,
                Optional.of("spam/a".getBytes(UTF_8)),
                Optional.of(GOOD.getBytes(UTF_8)),
                TraceParent.parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                Optional.of("1/0/3"),
                ACCEPTED);
        StoredDocument document = stored(record);
        assertThat(document.redriveOf()).contains(new Place(1, 0, 3));
        assertThat(document.traceId()).contains("0af7651916cd43dd8448eb211c80319c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1/0/7", "1/0/8", "1/1/3", "2/0/3", "somewhere"})
    void redriveOfAPlaceThatIsNotBefore_isADeadLetter(String first) {
        RawRecord record = new RawRecord(
                PLACE,
                Optional.of("spam/a".getBytes(UTF_8)),
                Optional.of(GOOD.getBytes(UTF_8)),
                Optional.empty(),
                Optional.of(first),
                ACCEPTED);
        DeadLetter letter = dead(record);
        assertThat(letter.reason()).isEqualTo("invalid-redrive");
        assertThat(letter.firstPlace()).isEqualTo(PLACE);
    }

    private StoredDocument stored(RawRecord record) {
        return ((Cleaned.Stored) cleaner.clean(record)).document();
    }

    private DeadLetter dead(RawRecord record) {
        return ((Cleaned.Dead) cleaner.clean(record)).letter();
    }

    private static RawRecord record(String key, String value) {
        return new RawRecord(
                PLACE,
                Optional.of(key.getBytes(UTF_8)),
                Optional.of(value.getBytes(UTF_8)),
                Optional.empty(),
                Optional.empty(),
                ACCEPTED);
    }
}
