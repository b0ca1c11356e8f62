package dev.millrace.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.Document;
import dev.millrace.document.DocumentRules;
import dev.millrace.document.TraceParent;
import dev.millrace.testkit.SampleDocuments;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntakeTest {
    private static final String GOOD = "{\"model\":\"spam\",\"text\":\"hello\"}";

    private final MemoryLog log = new MemoryLog();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Intake intake = new Intake(
            new DocumentRules(SampleDocuments.models()),
            log,
            new IntakeMeters(registry, SampleDocuments.models()),
            Duration.ofMillis(100),
            1 << 20,
            4);

    @Test
    void goodDocument_isAcceptedWithItsPlace() throws InterruptedException {
        Intake.Outcome outcome = one(GOOD);
        assertThat(outcome).isInstanceOf(Intake.Outcome.Accepted.class);
        assertThat(log.documents).hasSize(1);
        assertThat(registry.counter("millrace_documents_accepted_total", "model", "spam")
                        .count())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"text\":\"x\"} | model",
                "{\"model\":\"nope\",\"text\":\"x\"} | model",
                "{\"model\":\"spam\"} | text",
                "{\"model\":\"spam\",\"label\":\"ham\"} | id",
                "{\"model\":\"spam\",\"text\":\"x\",\"features\":{\"a\":1}} | features",
                "{\"model\":\"spam\",\"text\":\"x\",\"label\":\"eggs\"} | label",
                "{\"model\":\"spam\",\"text\":7} | text",
                "{\"model\":\"spam\",\"text\":\"x\",\"more\":1} | more",
                "{\"model\":\"iris\",\"features\":{\"petal_width\":1}} | features.sepal_length",
                "{\"model\":\"iris\",\"text\":\"x\"} | text",
            })
    void documentThatBreaksARule_isRefusedByField(String json, String field) throws InterruptedException {
        assertThat(one(json))
                .isInstanceOfSatisfying(
                        Intake.Outcome.Refused.class,
                        refused -> assertThat(refused.reason().field()).contains(field));
        assertThat(log.documents).isEmpty();
    }

    @Test
    void noAcknowledgement_isUnconfirmedNotAccepted() throws InterruptedException {
        log.silent = true;
        assertThat(one(GOOD)).isInstanceOf(Intake.Outcome.Unconfirmed.class);
        assertThat(registry.counter("millrace_documents_accepted_total", "model", "spam")
                        .count())
                .isZero();
        assertThat(registry.counter("millrace_documents_unconfirmed_total").count())
                .isEqualTo(1);
    }

    @Test
    void recordTooLarge_isRefusedNotTriedAgain() throws InterruptedException {
        log.tooLarge = true;
        assertThat(one(GOOD)).isInstanceOf(Intake.Outcome.Refused.class);
    }

    @Test
    void recordTooLargeInABatch_isRefusedByItsLineNotTakenForABrokenLog() throws Exception {
        log.tooLarge = true;
        BatchReport report = lines(GOOD + "\n" + GOOD + "\n");
        assertThat(report.failure()).isEmpty();
        assertThat(report.refusals()).extracting(BatchReport.Refusal::line).containsExactly(1L, 2L);
    }

    @Test
    void linesOfABatch_areAcceptedOrRefusedOneByOne() throws Exception {
        BatchReport report = lines(GOOD + "\n\nnot json\n" + GOOD + "\n{\"model\":\"spam\"}\n");
        assertThat(report.accepted()).isEqualTo(2);
        assertThat(report.refused()).isEqualTo(2);
        assertThat(report.refusals()).extracting(BatchReport.Refusal::line).containsExactly(3L, 5L);
        assertThat(report.failure()).isEmpty();
    }

    @Test
    void batchLargerThanTheRoom_isTakenWhole() throws Exception {
        assertThat(lines((GOOD + "\n").repeat(1000)).accepted()).isEqualTo(1000);
    }

    @Test
    void retriedBatchWithAKey_isTheSameDocuments() throws Exception {
        String batch = GOOD + "\n" + GOOD + "\n";
        lines(batch);
        lines(batch);
        assertThat(log.documents).hasSize(4);
        assertThat(log.documents.stream().map(Document::id).distinct()).hasSize(2);
    }

    @Test
    void logThatFailsMidway_cutsTheBatchShortAndCountsNoFalseAccept() throws Exception {
        log.failFrom = 5;
        BatchReport report = lines((GOOD + "\n").repeat(50));
        assertThat(report.accepted()).isEqualTo(5);
        assertThat(report.failure()).hasValueSatisfying(why -> assertThat(why).endsWith(": TimeoutException"));
    }

    @Test
    void linesThatBreakOff_keepWhatWasAcceptedAndSaySo() throws Exception {
        InputStream broken = new SequenceInputStream(
                new ByteArrayInputStream((GOOD + "\nnot json\n" + GOOD + "\n{\"model\":").getBytes(UTF_8)),
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("connection broken");
                    }

                    @Override
                    public int read(byte[] into, int offset, int length) throws IOException {
                        return read();
                    }
                });
        BatchReport report = intake.acceptLines(broken, Optional.empty(), TraceParent.begin());
        assertThat(report.accepted()).isEqualTo(2);
        assertThat(report.refused()).isEqualTo(1);
        assertThat(report.cut()).isPresent();
        assertThat(report.failure()).isEmpty();
    }

    @Test
    void logThatIsSilent_endsTheBatchWithinThePatience() throws Exception {
        log.silent = true;
        BatchReport report = lines((GOOD + "\n").repeat(50));
        assertThat(report.accepted()).isZero();
        assertThat(report.failure().orElseThrow()).contains("too many documents wait");
    }

    @Test
    void moreRefusalsThanAreSpelledOut_areCounted() throws Exception {
        BatchReport report = lines("x\n".repeat(BatchReport.SPELLED_OUT + 7));
        assertThat(report.refused()).isEqualTo(BatchReport.SPELLED_OUT + 7);
        assertThat(report.refusals()).hasSize(BatchReport.SPELLED_OUT);
    }

    private Intake.Outcome one(String json) throws InterruptedException {
        return intake.accept(json.getBytes(UTF_8), Optional.empty(), TraceParent.begin());
    }

    private BatchReport lines(String lines) throws IOException, InterruptedException {
        return intake.acceptLines(
                new ByteArrayInputStream(lines.getBytes(UTF_8)), Optional.of("key"), TraceParent.begin());
    }
}
