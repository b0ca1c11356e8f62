package dev.millrace.predict;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.Content;
import dev.millrace.document.InvalidInput;
import dev.millrace.predict.QuestionReader.Questions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionReaderTest {
    private final QuestionReader reader = new QuestionReader(3);

    @Test
    void oneObject_isOneQuestion() {
        Questions questions = read("{\"text\": \"hello\", \"model\": \"spam\", \"top\": 2, \"explain\": true}");

        assertThat(questions.many()).isFalse();
        assertThat(questions.all()).singleElement().satisfies(question -> {
            assertThat(question.content()).isEqualTo(new Content.Text("hello"));
            assertThat(question.model()).contains(SmallModels.SPAM);
            assertThat(question.top()).isEqualTo(2);
            assertThat(question.explain()).isTrue();
        });
    }

    @Test
    void instances_takeWhatTheyHaveInCommon_unlessTheySayOtherwise() {
        Questions questions = read(
                "{\"model\": \"spam\", \"top\": 2, \"instances\": [{\"text\": \"a\"}, {\"text\": \"b\", \"top\": 1, \"model\": \"iris\"}]}");

        assertThat(questions.many()).isTrue();
        assertThat(questions.all()).extracting(Question::top).containsExactly(2, 1);
        assertThat(questions.all())
                .extracting(question -> question.model().orElseThrow())
                .containsExactly(SmallModels.SPAM, SmallModels.IRIS);
        assertThat(questions.all()).extracting(Question::path).containsExactly("instances[0]", "instances[1]");
    }

    @Test
    void oneInstance_isAnsweredWithAList() {
        assertThat(read("{\"instances\": [{\"text\": \"a\"}]}").many()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {}                                                    | text
            {"text": null}                                        | text
            {"text": 1}                                           | text
            {"text": "a", "features": {"x": 1}}                   | features
            {"features": {}}                                      | features
            {"text": "a", "features": {}}                         | features
            {"instances": null}                                   | text
            {"features": {"x": [1]}}                              | features.x
            {"features": {"x": true}}                             | features.x
            {"features": "x"}                                     | features
            {"text": "a", "model": "No Model"}                    | model
            {"text": "a", "model": 3}                             | model
            {"text": "a", "top": 0}                               | top
            {"text": "a", "top": 1.5}                             | top
            {"text": "a", "top": "2"}                             | top
            {"text": "a", "explain": "yes"}                       | explain
            {"text": "a", "label": "spam"}                        | label
            {"text": "\\ud800"}                                   | text
            {"instances": []}                                     | instances
            {"instances": {}}                                     | instances
            {"instances": [1]}                                    | instances[0]
            {"instances": [{"text": "a"}, {}]}                    | instances[1].text
            {"instances": [{"text": "a"}, {"text": 1}]}           | instances[1].text
            {"instances": [{"text": "a", "top": -1}]}             | instances[0].top
            {"instances": [{"text": "a", "model": "A"}]}          | instances[0].model
            {"instances": [{"features": {"x": {}}}]}              | instances[0].features.x
            {"instances": [{"features": {}}]}                     | instances[0].features
            {"instances": [{"instances": []}]}                    | instances[0].instances
            {"instances": [{"text": "a"}], "text": "b"}           | text
            {"instances": [{},{},{},{}]}                          | instances
            """)
    void unsoundBody_isRefusedNamingTheField(String body, String field) {
        assertThatThrownBy(() -> read(body)).isInstanceOfSatisfying(InvalidInput.class, e -> {
            assertThat(e.field()).contains(field);
            assertThat(e.sentence()).startsWith(field + " ");
        });
    }

    @Test
    void instancesThatAreNull_areAsGoodAsMissing() {
        assertThat(read("{\"instances\": null, \"text\": \"a\"}").many()).isFalse();
        assertThat(read("{\"instances\": [{\"text\": \"a\"}], \"text\": null}").many())
                .isTrue();
    }

    private Questions read(String body) {
        return reader.read(body.getBytes(UTF_8));
    }
}
