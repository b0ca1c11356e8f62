package dev.millrace.predict;

import static dev.millrace.testkit.Until.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.JsonObject;
import dev.millrace.predict.InferBodies.Body;
import dev.millrace.predict.InferBodies.Column;
import dev.millrace.predict.InferBodies.Form;
import dev.millrace.store.Database;
import dev.millrace.store.DatabaseRole;
import dev.millrace.store.Registry;
import dev.millrace.testkit.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Open Inference Protocol over HTTP; its errors by the hundred are in {@code checks/fuzz.py}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InferIT {
    private static final String INFER = "/v2/models/spam/infer";
    private static final String LENGTH = "Inference-Header-Content-Length";
    private static final String MAIL =
            "{\"id\":\"7\",\"inputs\":[{\"name\":\"text\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"free money now\"]}]}";

    private final TestDatabase database = TestDatabase.fresh();
    private Replica replica;

    @BeforeAll
    void start() {
        try (Database asTrain = database.open(DatabaseRole.TRAIN)) {
            Registry registry = new Registry(asTrain);
            for (int version = 1; version <= 3; version++) {
                SmallModels.publish(registry, SmallModels.SPAM);
            }
            SmallModels.publish(registry, SmallModels.IRIS);
        }
        replica = Replica.start(database, Map.of());
        until("ready", Duration.ofSeconds(20), replica::isReady);
        // Ready is who answers; previous may still be on its way.
        until(
                "previous",
                Duration.ofSeconds(20),
                () -> replica.get("/v2/models/spam/versions/2/ready").statusCode() == 200);
    }

    @AfterAll
    void stop() {
        replica.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v2                                 | "extensions":["binary_tensor_data","classification"
            /v2/                                | "name":"millrace"
            /v2/health/live                     | {"live":true}
            /v2/health/ready                    | "ready":true
            /v2/models                          | {"models":["spam","iris"]}
            /v2/models/spam                     | "versions":["2","3"],"platform":"millrace_liblinear"
            /v2/models/spam                     | "inputs":[{"name":"text","datatype":"BYTES","shape":[-1]}]
            /v2/models/spam?version=2           | "version":"3"
            /v2/models/iris                     | {"name":"petal_width","datatype":"FP64","shape":[-1]}
            /v2/models/iris                     | {"name":"probabilities","datatype":"FP64","shape":[-1,3]}
            /v2/models/spam/versions/2          | "alias":"previous"
            /v2/models/spam/versions/champion   | "version":"3"
            /v2/models/spam/ready               | "ready":true
            /v2/models/spam/versions/3/ready    | "name":"spam"
            /v2/models/spam/config              | "data_type":"TYPE_STRING"
            /v2/models/spam/versions/2/config   | "max_batch_size":0
            /v2/models/stats                    | {"model_stats":[{"name":"spam","version":"3"
            /v2/models/iris/stats               | "inference_count":
            /v2/models/spam/versions/previous/stats | "version":"2"
            /v1/models/spam                     | "ready":true
            """)
    void whatIsThere_isToldAsPlainJson(String path, String expected) {
        HttpResponse<String> answer = replica.send(replica.request(path).header("Accept-Encoding", "gzip"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body()).contains(expected);
    }

    @Test
    void json_isAnsweredWithJson() {
        HttpResponse<String> answer = post(INFER, MAIL);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Model-Version")).contains("3");
        assertThat(answer.headers().firstValue(LENGTH)).isEmpty();
        assertThat(answer.body())
                .startsWith("{\"id\":\"7\",\"model_name\":\"spam\",\"model_version\":\"3\",")
                .contains("{\"name\":\"label\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"spam\"]}");
    }

    @Test
    void binaryTensors_areAnsweredWithBinaryTensors() {
        Body body = InferBodies.of(
                "b", List.of(new Column("text", Datatype.BYTES, Form.BINARY, List.of("free money", "the agenda"))));

        HttpResponse<byte[]> answer = replica.sendForBytes(replica.request(INFER)
                .header(LENGTH, Integer.toString(body.jsonLength()))
                .POST(BodyPublishers.ofByteArray(body.bytes())));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/octet-stream");
        int jsonLength = Integer.parseInt(answer.headers().firstValue(LENGTH).orElseThrow());
        JsonObject json = JsonObject.parse(new String(answer.body(), 0, jsonLength, UTF_8).getBytes(UTF_8));
        assertThat(json.objects("outputs").orElseThrow())
                .singleElement()
                .satisfies(output -> assertThat(output.string("datatype")).contains("BYTES"));
        ByteBuffer tail = ByteBuffer.wrap(answer.body(), jsonLength, answer.body().length - jsonLength);
        int length = tail.order(ByteOrder.LITTLE_ENDIAN).getInt();
        assertThat(new String(answer.body(), jsonLength + 4, length, UTF_8)).matches("0\\.\\d+:1:spam");
    }

    @Test
    void bodyWithoutJson_isTheOneText() {
        HttpResponse<byte[]> answer = replica.sendForBytes(
                replica.request(INFER).header(LENGTH, "0").POST(BodyPublishers.ofString("claim your free prize")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new String(answer.body(), UTF_8))
                .contains("\"binary_data_size\":")
                .contains("spam");
    }

    @Test
    void table_isReadByColumns() {
        String column = "{\"name\":\"%s\",\"shape\":[2],\"datatype\":\"FP32\",\"data\":[%s]}";
        String body = "{\"inputs\":["
                + String.join(
                        ",",
                        column.formatted("sepal_length", "5.1,6.4"),
                        column.formatted("sepal_width", "3.5,2.8"),
                        column.formatted("petal_length", "1.4,5.6"),
                        column.formatted("petal_width", "0.2,2.2"))
                + "]}";

        assertThat(post("/v2/models/iris/infer", body).body()).contains("\"data\":[\"setosa\",\"virginica\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void compressedBody_isRead_itsHeaderCountedUnpacked(String encoding) throws IOException {
        Body body = InferBodies.of(
                "c", List.of(new Column("text", Datatype.BYTES, Form.BINARY, List.of("free money".repeat(10)))));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (var out = encoding.equals("gzip") ? new GZIPOutputStream(packed) : new DeflaterOutputStream(packed)) {
            out.write(body.bytes());
        }

        assertThat(replica.sendForBytes(replica.request(INFER)
                                .header("Content-Encoding", encoding)
                                .header(LENGTH, Integer.toString(body.jsonLength()))
                                .POST(BodyPublishers.ofByteArray(packed.toByteArray())))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"3, 3", "2, 2", "champion, 3", "previous, 2"})
    void versionThatIsNamed_answers(String named, String version) {
        HttpResponse<String> answer = post("/v2/models/spam/versions/" + named + "/infer", MAIL);

        assertThat(answer.headers().firstValue("Model-Version")).contains(version);
        assertThat(answer.body()).contains("\"model_version\":\"" + version + "\"");
    }

    @Test
    void versionInTheBody_namesNone() {
        HttpResponse<String> answer = replica.send(replica.request(INFER)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(MAIL.replaceFirst("[{]", "{\"version\":\"2\","))));

        assertThat(answer.headers().firstValue("Model-Version")).contains("3");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v2/models/nope/infer, 404",
        "POST, /v2/models/No%20Model/infer, 404",
        "POST, /v2/models/spam/versions/9/infer, 404",
        "POST, /v2/models/spam/versions/latest/infer, 404",
        "POST, /v2/models/iris/infer, 400",
        "GET, /v2/models/spam/infer, 405",
        "DELETE, /v2/models/spam, 405",
        "GET, /v2/nope, 404",
        "GET, /v2/models/spam/versions/9, 404",
        "POST, /v1/models/spam:predict, 400",
        "POST, /v1/models/nope:explain, 404",
        "GET, /v1/models/nope, 404",
        "POST, /v2/repository/models/nope/load, 404",
        "POST, /v2/repository/models/spam/load?version=9, 400",
        "POST, /v2/repository/models/spam/unload?version=3, 400",
        "GET, /v2/repository/index, 405"
    })
    void error_isWhatClientsRead(String method, String path, int status) {
        HttpResponse<String> answer = replica.send(replica.request(path).method(method, BodyPublishers.ofString(MAIL)));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("application/json");
        assertThat(answer.body()).matches("\\{\"error\":\".+\"}").doesNotContain("Exception");
    }

    @Test
    void headerThatIsThereTwice_isRefused() {
        HttpResponse<String> answer = replica.send(replica.request(INFER)
                .header(LENGTH, Integer.toString(MAIL.length()))
                .header(LENGTH, Integer.toString(MAIL.length()))
                .POST(BodyPublishers.ofString(MAIL)));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("is there 2 times");
    }

    @Test
    void firstVersionOfTheProtocol_predictsAndExplains() {
        String body = "{\"instances\":[\"free money\",\"the agenda\"]}";

        assertThat(post("/v1/models/spam:predict", body).body())
                .startsWith("{\"predictions\":[{\"id\":")
                .doesNotContain("explanations");
        assertThat(post("/v1/models/spam:explain", body).body()).contains("\"explanations\":[{\"label\":\"spam\"");
    }

    @Test
    void versionThatIsLoadedOnRequest_answersToItsNumberUntilItIsUnloaded() {
        String load = "/v2/repository/models/spam/load";
        String one = "/v2/models/spam/versions/1/infer";

        assertThat(post(one, MAIL).statusCode()).isEqualTo(404);
        assertThat(post(
                                load,
                                "{\"parameters\":{\"config\":\"{\\\"version_policy\\\":{\\\"specific\\\":{\\\"versions\\\":[1]}}}\"}}")
                        .body())
                .contains("\"loaded\":{")
                .contains("\"1\":\"held\"");
        assertThat(post(one, MAIL).headers().firstValue("Model-Version")).contains("1");
        assertThat(post(INFER, MAIL).headers().firstValue("Model-Version")).contains("3");
        assertThat(post("/v2/repository/index", "").body())
                .contains("{\"name\":\"spam\",\"version\":\"1\",\"state\":\"READY\",\"reason\":\"held\"}");
        assertThat(post("/v2/repository/models/spam/unload?version=1", "").statusCode())
                .isEqualTo(200);
        assertThat(post(one, MAIL).statusCode()).isEqualTo(404);
    }

    @Test
    void requests_areCounted() {
        String before = replica.get("/v2/models/iris/stats").body();
        long failed = failures();
        post("/v2/models/iris/infer", MAIL);
        post("/v1/models/iris:predict", "{\"instances\":[1]}");

        assertThat(before).contains("\"version\":\"1\"");
        assertThat(failures()).isEqualTo(failed + 2);
    }

    private long failures() {
        Matcher count = Pattern.compile("\"fail\":\\{[^}]*\"count\":(\\d+)")
                .matcher(replica.get("/v2/models/iris/stats").body());
        assertThat(count.find()).isTrue();
        return Long.parseLong(count.group(1));
    }

    private HttpResponse<String> post(String path, String body) {
        return replica.send(replica.request(path).POST(BodyPublishers.ofString(body)));
    }
}
