package dev.millrace.clean;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.Document;
import dev.millrace.document.DocumentCodec;
import dev.millrace.document.DocumentId;
import dev.millrace.document.JsonObject;
import dev.millrace.document.ModelName;
import dev.millrace.document.RawTopic;
import dev.millrace.runtime.FunctionMain;
import dev.millrace.runtime.OpenApi;
import dev.millrace.runtime.RequestExample;
import dev.millrace.store.DatabaseRole;
import dev.millrace.testkit.SampleDocuments;
import dev.millrace.testkit.TestBroker;
import dev.millrace.testkit.TestDatabase;
import dev.millrace.testkit.Until;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** clean as it is deployed, against a real broker and a real database. */
class CleanIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final TestDatabase database = TestDatabase.fresh();
    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", TestBroker.bootstrapServers(), "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    private ApplicationContext clean = ApplicationContext.builder().build();

    @BeforeEach
    void start() throws Exception {
        deleteTopic();
        clean = startClean();
        Until.until("clean is ready", LIMIT, () -> get("/health/ready").statusCode() == 200);
    }

    @AfterEach
    void stop() {
        FunctionMain.stop(clean);
        producer.close();
        http.close();
    }

    @Test
    void everyRecord_isADocumentOrADeadLetterAndTheAccountBalances() throws Exception {
        List<Document> mails = SampleDocuments.spam().subList(0, 700);
        mails.forEach(this::send);
        mails.subList(0, 50).forEach(this::send);
        for (int i = 0; i < 20; i++) {
            sendRaw("spam/poison-" + i, "{\"schema\":1, broken " + i);
        }
        awaitStored(770);
        JsonObject account = json(get("/topic/account"));
        assertThat(account.bool("balanced")).contains(true);
        assertThat(account.integer("stored", 0, 9999)).contains(750L);
        assertThat(account.integer("dead", 0, 9999)).contains(20L);
    }

    @Test
    void aRestart_goesOnAtTheMarkAndDoublesNothing() throws Exception {
        SampleDocuments.iris().subList(0, 60).forEach(this::send);
        awaitStored(60);
        FunctionMain.stop(clean);
        SampleDocuments.iris().subList(60, 100).forEach(this::send);
        clean = startClean();
        awaitStored(100);
        assertThat(json(get("/topic/account")).bool("balanced")).contains(true);
    }

    @Test
    void aDocumentsWay_showsPlacesAndRevisions() throws Exception {
        send("spam", "m/1", "{\"schema\":1,\"id\":\"m/1\",\"model\":\"spam\",\"text\":\"hello\"}");
        send("spam", "m/1", "{\"schema\":1,\"id\":\"m/1\",\"model\":\"spam\",\"label\":\"ham\"}");
        awaitStored(2);
        JsonObject way = json(get("/documents/spam/m%2F1"));
        List<JsonObject> revisions = way.objects("revisions").orElseThrow();
        assertThat(revisions).hasSize(2);
        assertThat(revisions.get(0).requireString("kind")).isEqualTo("label");
        assertThat(revisions.get(1).requireString("place")).matches("1/\\d/\\d+");
        assertThat(get("/documents/spam/other").statusCode()).isEqualTo(404);
    }

    @Test
    void redrivenLetters_areSentFromTheirBytesAndStayAccountedFor() throws Exception {
        String id = "late";
        String poison = "{\"schema\":1,\"id\":\"late\",\"model\":\"spam\",\"text\":\"old\",\"label\":\"ham\"}";
        sendRaw("spam/wrong", poison); // a wrong key: nothing mends it, so it dies again
        send("spam", id, "{\"schema\":1,\"id\":\"late\",\"model\":\"spam\",\"text\":\"new\",\"label\":\"spam\"}");
        awaitStored(2);
        assertThat(json(post("/dead-letters/redrive", "{\"reason\":\"wrong-key\"}"))
                        .integer("redriven", 0, 9))
                .contains(1L);
        assertThat(json(post("/dead-letters/redrive", "{\"reason\":\"wrong-key\"}"))
                        .integer("redriven", 0, 9))
                .isPresent();
        JsonObject page = json(get("/dead-letters?reason=wrong-key&limit=1"));
        assertThat(page.objects("dead_letters").orElseThrow().getFirst().requireString("value"))
                .isEqualTo(poison);
        assertThat(json(get("/topic/account")).bool("balanced")).contains(true);
    }

    @Test
    void topicMadeAnew_stopsByNameAndTheWayOnWorks() throws Exception {
        SampleDocuments.iris().subList(0, 30).forEach(this::send);
        awaitStored(30);
        deleteTopic();
        Until.until(
                "the topic is there again and clean has stopped",
                LIMIT,
                () -> get("/topic").body().contains("other-topic"));
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        SampleDocuments.iris().subList(30, 50).forEach(this::send);
        HttpResponse<String> begun =
                post("/topic/generations", "{\"expected_generation\":1,\"reason\":\"the topic was made anew\"}");
        assertThat(begun.statusCode()).isEqualTo(201);
        awaitStored(20);
        assertThat(json(get("/topic/account")).integer("stored", 0, 99)).contains(50L);
        assertThat(post("/topic/generations", "{\"expected_generation\":1,\"reason\":\"again\"}")
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void badRequests_areAnsweredWithTheField() throws Exception {
        assertThat(post("/clean", "{\"text\": 7}").body()).contains("\"field\":\"text\"");
        assertThat(post("/clean", "{").statusCode()).isEqualTo(400);
        assertThat(get("/dead-letters?limit=0").statusCode()).isEqualTo(422);
        assertThat(get("/dead-letters?after=x").statusCode()).isEqualTo(422);
        assertThat(get("/dead-letters?reason=%00").statusCode()).isEqualTo(422);
        assertThat(post("/topic/generations", "{\"expected_generation\":1,\"reason\":\"\\u0000\"}")
                        .body())
                .contains("\"field\":\"reason\"");
        assertThat(post("/dead-letters/redrive", "{}").body()).contains("\"field\":\"reason\"");
        assertThat(post("/topic/generations", "{\"reason\":\"x\"}").body()).contains("expected_generation");
    }

    @Test
    void everyExampleOfTheSpecification_works() throws Exception {
        send("spam", "mail-1", "{\"schema\":1,\"id\":\"mail-1\",\"model\":\"spam\",\"text\":\"hello\"}");
        awaitStored(1);
        for (RequestExample example : OpenApi.of(List.of("clean")).requestExamples()) {
            HttpResponse<String> answer =
                    example.method().equals("GET") ? get(example.path()) : post(example.path(), example.body());
            assertThat(answer.statusCode()).as(example.name() + answer.body()).isBetween(200, 299);
        }
    }

    private ApplicationContext startClean() throws IOException {
        Path models = Files.writeString(folder.resolve("models.yml"), """
                models:
                  - {name: spam, kind: text, default: true, labels: [ham, spam]}
                  - name: iris
                    kind: tabular
                    features: {sepal_length: numeric, sepal_width: numeric, petal_length: numeric, petal_width: numeric}
                """);
        return FunctionMain.start(
                List.of("clean"),
                Map.of(
                        "MILLRACE_CLEAN_PORT",
                        0,
                        "MILLRACE_MODELS_FILE",
                        models.toString(),
                        "MILLRACE_KAFKA",
                        TestBroker.bootstrapServers(),
                        "MILLRACE_CLEAN_GROUP",
                        "clean-" + folder.getFileName(),
                        "MILLRACE_CLEAN_CHECK_INTERVAL",
                        "200ms",
                        "MILLRACE_DATABASE_URL",
                        database.url(),
                        "MILLRACE_CLEAN_DATABASE_PASSWORD",
                        database.password(DatabaseRole.CLEAN),
                        "MILLRACE_DRAIN_DELAY",
                        "0s"));
    }

    /** Rows of the newest generation. */
    private void awaitStored(long rows) {
        Until.until(
                rows + " records are stored",
                LIMIT,
                () -> json(get("/topic")).objects("partitions").orElseThrow().stream()
                                .mapToLong(p ->
                                        p.integer("next", 0, Long.MAX_VALUE).orElseThrow())
                                .sum()
                        == rows);
    }

    private void send(Document document) {
        sendRaw(document.key(), new String(DocumentCodec.writeWire(document), UTF_8));
    }

    private void send(String model, String id, String value) {
        sendRaw(new ModelName(model).value() + "/" + new DocumentId(id).value(), value);
    }

    private void sendRaw(String key, String value) {
        try {
            producer.send(new ProducerRecord<>(RawTopic.NAME, key.getBytes(UTF_8), value.getBytes(UTF_8)))
                    .get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            throw new AssertionError("not sent", e);
        }
    }

    private static void deleteTopic() throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestBroker.bootstrapServers()))) {
            admin.deleteTopics(List.of(RawTopic.NAME)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw e;
            }
        }
    }

    private HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(
                clean.getBean(EmbeddedServer.class).getURI().resolve(path)));
    }

    private HttpResponse<String> post(String path, String body) {
        return send(HttpRequest.newBuilder(
                        clean.getBean(EmbeddedServer.class).getURI().resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(LIMIT).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static JsonObject json(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return JsonObject.parse(response.body().getBytes(UTF_8));
    }
}
