package dev.millrace.predict;

import static dev.millrace.testkit.Until.until;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.runtime.OpenApi;
import dev.millrace.runtime.RequestExample;
import dev.millrace.store.Database;
import dev.millrace.store.DatabaseRole;
import dev.millrace.store.Registry;
import dev.millrace.testkit.TestDatabase;
import io.micronaut.web.router.Router;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PredictControllerIT {
    private static final int MIB = 1 << 20;

    private final TestDatabase database = TestDatabase.fresh();
    private Replica replica;

    @BeforeAll
    void start() {
        try (Database asTrain = database.open(DatabaseRole.TRAIN)) {
            Registry registry = new Registry(asTrain);
            SmallModels.publish(registry, SmallModels.SPAM);
            SmallModels.publish(registry, SmallModels.IRIS);
        }
        replica = Replica.start(
                database, Map.of("MILLRACE_PREDICT_BODY_LIMIT", 2, "MILLRACE_PREDICT_INSTANCE_LIMIT", 20));
        until("ready", Duration.ofSeconds(20), replica::isReady);
    }

    @AfterAll
    void stop() {
        replica.close();
    }

    @Test
    void text_isAnsweredWithTheVersionThatAnswered() {
        HttpResponse<String> answer = replica.predict(Replica.MAIL);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body())
                .matches("\\{\"id\":\"[0-9a-f-]{36}\",\"model\":\"spam\",\"model_version\":\"1\",\"label\":\"spam\","
                        + "\"probabilities\":\\{\"ham\":[0-9.E-]+,\"spam\":[0-9.E-]+}}");
    }

    @Test
    void topAndExplain_addTheirMembers() {
        assertThat(replica.predict("{\"text\": \"free money\", \"top\": 1, \"explain\": true}")
                        .body())
                .contains("\"top\":[{\"label\":\"spam\",\"probability\":", "\"explanation\":{\"label\":\"spam\",")
                .contains("\"score\":", "\"bias\":", "\"contributions\":[{\"feature\":");
    }

    @Test
    void explanationOfATextWithNoKnownWord_hasNoContributions() {
        assertThat(replica.predict("{\"text\": \"\", \"explain\": true}").body())
                .contains("\"contributions\":[]");
    }

    @Test
    void bigText_isAnsweredToo() {
        String text = "free money ".repeat(80_000);

        assertThat(replica.predict("{\"text\": \"" + text + "\"}").body()).contains("\"label\":\"spam\"");
    }

    @Test
    void bodyOfUnknownLength_isAnsweredToo() {
        var stream = BodyPublishers.fromPublisher(BodyPublishers.ofString(Replica.MAIL));

        HttpResponse<String> answer = replica.send(replica.request("/predict")
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(stream));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void models_saysWhatIsLoaded() {
        assertThat(replica.get("/models").body())
                .startsWith(
                        "{\"models\":[{\"name\":\"spam\",\"kind\":\"text\",\"labels\":[\"ham\",\"spam\"],\"state\":\"READY\"")
                .contains("\"serving\":{\"version\":\"1\",\"alias\":\"champion\",\"pinned\":false,\"loaded_at\":\"20")
                .contains("\"also_loaded\":[],\"notes\":[]")
                .contains("\"accuracy\":0.9");
    }

    @Test
    void predictions_areCounted() {
        replica.predict(
                "{\"features\": {\"sepal_length\": 5.1, \"sepal_width\": 3.5, \"petal_length\": 1.4, \"petal_width\": 0.2}}");

        assertThat(replica.get("/metrics").body())
                .containsPattern("ml_predictions_total\\{label=\"setosa\",model=\"iris\",model_version=\"1\"} [1-9]");
    }

    static Stream<Arguments> badBodies() {
        return Stream.of(
                Arguments.of("empty", "", 400, "the body is empty"),
                Arguments.of("broken", "{\"text\": \"a\"", 400, "column"),
                Arguments.of("no object", "[1]", 400, "expected a JSON object"),
                Arguments.of("two objects", "{\"text\": \"a\"} {}", 400, "column"),
                Arguments.of("a field twice", "{\"text\": \"a\", \"text\": \"b\"}", 400, "column"),
                Arguments.of("deep", "{\"a\":".repeat(5000), 400, "16 levels"),
                Arguments.of("raw NUL", "{\"text\": \"a\u0000b\"}", 400, "column"),
                Arguments.of("not UTF-8", "{\"text\": \"\u00ff\"}", 400, "column"),
                Arguments.of("not a number", "{\"features\": {\"x\": NaN}}", 400, "column"),
                Arguments.of("endless number", "{\"features\": {\"x\": " + "9".repeat(500) + "}}", 400, "limits"),
                Arguments.of("wrong type", "{\"text\": [\"a\"]}", 422, "\"field\":\"text\""),
                Arguments.of("unknown field", "{\"text\": \"a\", \"lable\": 1}", 422, "\"field\":\"lable\""),
                Arguments.of("no content", "{}", 422, "\"field\":\"text\""),
                Arguments.of("half a pair", "{\"text\": \"\\ud800\"}", 422, "\"field\":\"text\""),
                Arguments.of("unknown model", "{\"text\": \"a\", \"model\": \"spa\"}", 422, "\"field\":\"model\""),
                Arguments.of("wrong kind", "{\"text\": \"a\", \"model\": \"iris\"}", 422, "\"field\":\"text\""),
                Arguments.of("feature missing", "{\"features\": {\"sepal_length\": 1}}", 422, "features.sepal_width"),
                Arguments.of("long text", "{\"text\": \"" + "a".repeat(MIB + 1) + "\"}", 422, "\"field\":\"text\""),
                Arguments.of("huge body", "{\"text\": \"" + "a".repeat(2 * MIB) + "\"}", 413, "body-too-large"),
                Arguments.of(
                        "bad instance",
                        "{\"instances\": [{\"text\": \"a\"}, {\"text\": 1}]}",
                        422,
                        "instances[1].text"),
                Arguments.of("many", "{\"instances\": [" + "{},".repeat(20) + "{}]}", 422, "expected 1 to 20"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badBodies")
    void badBody_isAProblemThatNamesFieldOrPosition(String name, String body, int status, String expected) {
        HttpResponse<String> answer = replica.send(replica.request("/predict")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body.getBytes(ISO_8859_1))));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains(expected, "\"trace_id\"").doesNotContain("Exception");
    }

    @Test
    void hugeBodyOfUnknownLength_isRefusedToo() {
        var endless =
                BodyPublishers.fromPublisher(BodyPublishers.ofString("{\"text\": \"" + "a".repeat(3 * MIB) + "\"}"));

        HttpResponse<String> answer = replica.send(replica.request("/predict")
                .header("Content-Type", "application/json")
                .POST(endless));

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void otherContentType_isRefused() {
        HttpResponse<String> answer = replica.send(replica.request("/predict")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("hello")));

        assertThat(answer.statusCode()).isEqualTo(415);
    }

    @Test
    void otherMethod_isRefused() {
        assertThat(replica.get("/predict").statusCode()).isEqualTo(405);
    }

    @Test
    void everyExampleOfTheSpecification_works() {
        for (RequestExample example : OpenApi.of(List.of("predict")).requestExamples()) {
            var request = replica.request(example.path())
                    .method(example.method(), BodyPublishers.ofString(example.body(), UTF_8));
            example.contentType().ifPresent(type -> request.header("Content-Type", type));

            assertThat(replica.send(request).statusCode()).as(example.name()).isEqualTo(200);
        }
    }

    @Test
    void specificationAndRoutes_nameTheSame() {
        Set<String> routes = replica.context
                .getBean(Router.class)
                .uriRoutes()
                .map(route -> route.getHttpMethodName() + " " + route.getUriMatchTemplate())
                .filter(route -> !route.startsWith("HEAD ") && !route.startsWith("OPTIONS "))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(OpenApi.of(List.of("predict")).paths()).isEqualTo(routes);
    }
}
