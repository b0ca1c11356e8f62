package dev.millrace.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.Document;
import dev.millrace.document.DocumentCodec;
import dev.millrace.document.RawTopic;
import dev.millrace.runtime.FunctionMain;
import dev.millrace.runtime.OpenApi;
import dev.millrace.runtime.RequestExample;
import dev.millrace.testkit.TestBroker;
import dev.millrace.testkit.Until;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ingest as it is deployed, against a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IngestIT {
    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @TempDir
    static Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private ApplicationContext ingest = ApplicationContext.builder().build();

    @BeforeAll
    void start() throws IOException {
        ingest = startIngest(Map.of());
        Until.until(
                "ingest is ready",
                Duration.ofSeconds(30),
                () -> get("/health/ready").statusCode() == 200);
    }

    @AfterAll
    void stop() {
        FunctionMain.stop(ingest);
        http.close();
    }

    @Test
    void acceptedDocument_isInTheTopicUnderItsKeyWithItsTrace() {
        HttpResponse<String> answer = post(
                JSON,
                "{\"id\":\"way-1\",\"model\":\"spam\",\"text\":\"hello\",\"label\":\"ham\"}",
                "traceparent",
                TRACE);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        ConsumerRecord<byte[], byte[]> record = records().stream()
                .filter(found -> new String(found.key(), UTF_8).equals("spam/way-1"))
                .findFirst()
                .orElseThrow();
        Document document = DocumentCodec.readWire(record.value());
        assertThat(document.label()).contains("ham");
        assertThat(answer.body()).contains("\"partition\":" + record.partition(), "\"offset\":" + record.offset());
        assertThat(new String(record.headers().lastHeader(RawTopic.TRACEPARENT).value(), UTF_8))
                .contains("0af7651916cd43dd8448eb211c80319c");
    }

    @Test
    void batch_isAnsweredLineByLine() {
        HttpResponse<String> answer = post(
                NDJSON,
                "{\"id\":\"b-1\",\"model\":\"spam\",\"text\":\"x\"}\nnonsense\n{\"id\":\"b-2\",\"model\":\"spam\",\"text\":7}\n");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body())
                .contains("\"accepted\":1", "\"rejected\":2", "\"line\":2", "\"line\":3", "\"field\":\"text\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application/json | `` | 400 | empty",
                "application/json | { | 400 | column",
                "application/json | [] | 400 | object",
                "application/json | {\"model\":\"spam\",\"text\":\"a\"} {} | 400 | more JSON",
                "application/json | {\"model\":\"spam\",\"text\":\"a\",\"text\":\"b\"} | 400 | text",
                "application/json | {\"model\":\"spam\",\"text\":\"a\",\"x\":[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]} | 400 | deep",
                "application/json | {\"model\":\"nope\",\"text\":\"a\"} | 422 | \"field\":\"model\"",
                "application/json | {\"model\":\"spam\",\"text\":\"\\ud800\"} | 422 | surrogate",
                "application/json | {\"id\":\"a\\u0000\",\"model\":\"spam\",\"text\":\"a\"} | 422 | \"field\":\"id\"",
                "application/x-ndjson | `` | 422 | holds no line",
                "application/x-ndjson | {} | 422 | every line",
                "application/x-ndjson | {} | 422 | \"rejections\":[{\"line\":1,\"field\":\"model\"",
                "application/x-ndjson | {\"model\":1} | 422 | \"line\":1",
                "application/x-ndjson | `{\"a\":1}\n{` | 422 | ends too early at column 2",
                "text/plain | hello | 415 | text/plain",
            })
    void badInput_isAnsweredWithWhatIsWrong(String type, String body, int status, String says) {
        HttpResponse<String> answer = post(type, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(says);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
    }

    @Test
    void noContentType_isA415ThatSaysWhatIsExpected() {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri("/ingest"))
                .POST(BodyPublishers.ofString("{}"))
                .build());
        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).contains("Content-Type is missing: expected application/json");
    }

    @Test
    void acceptOfAnotherForm_isA406() {
        assertThat(post(JSON, "{\"model\":\"spam\",\"text\":\"x\"}", "Accept", "text/xml")
                        .statusCode())
                .isEqualTo(406);
    }

    @Test
    void brokerAway_isA503WithRetryAfterNeverAFalse202() throws IOException {
        ApplicationContext alone =
                startIngest(Map.of("MILLRACE_KAFKA", "127.0.0.1:1", "MILLRACE_INGEST_ACK_TIMEOUT", "500ms"));
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            alone.getBean(EmbeddedServer.class).getURI().resolve("/ingest"))
                    .header("Content-Type", JSON)
                    .POST(BodyPublishers.ofString("{\"model\":\"spam\",\"text\":\"x\"}"))
                    .build();
            HttpResponse<String> answer = send(request);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        } finally {
            FunctionMain.stop(alone);
        }
    }

    @Test
    void everyExampleOfTheSpecification_works() {
        for (RequestExample example : OpenApi.of(List.of("ingest")).requestExamples()) {
            if (example.contentType().isPresent()) {
                HttpResponse<String> answer = post(example.contentType().get(), example.body());
                assertThat(answer.statusCode())
                        .as(example.name() + answer.body())
                        .isEqualTo(202);
            }
        }
    }

    private static ApplicationContext startIngest(Map<String, Object> other) throws IOException {
        Path models = Files.writeString(folder.resolve("models.yml"), """
                models:
                  - {name: spam, kind: text, default: true, labels: [ham, spam]}
                  - name: iris
                    kind: tabular
                    features: {sepal_length: numeric, sepal_width: numeric, petal_length: numeric, petal_width: numeric}
                """);
        Map<String, Object> properties = new HashMap<>(Map.of(
                "MILLRACE_INGEST_PORT",
                0,
                "MILLRACE_MODELS_FILE",
                models.toString(),
                "MILLRACE_KAFKA",
                TestBroker.bootstrapServers(),
                "MILLRACE_DRAIN_DELAY",
                "0s"));
        properties.putAll(other);
        return FunctionMain.start(List.of("ingest"), properties);
    }

    private static List<ConsumerRecord<byte[], byte[]>> records() {
        List<TopicPartition> partitions = IntStream.range(0, RawTopic.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(RawTopic.NAME, partition))
                .toList();
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", TestBroker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            Until.until("the topic is read", Duration.ofSeconds(20), () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
                return all.size() >= end;
            });
        }
        return all;
    }

    private HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    private HttpResponse<String> post(String type, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/ingest"))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body));
        return send((headers.length == 0 ? request : request.headers(headers)).build());
    }

    private java.net.URI uri(String path) {
        return ingest.getBean(EmbeddedServer.class).getURI().resolve(path);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
