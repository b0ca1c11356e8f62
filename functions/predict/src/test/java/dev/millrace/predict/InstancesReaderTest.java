package dev.millrace.predict;

import static dev.millrace.predict.SmallModels.IRIS;
import static dev.millrace.predict.SmallModels.SPAM;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.Content;
import dev.millrace.document.InvalidInput;
import dev.millrace.document.ModelName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstancesReaderTest {
    private final InstancesReader reader = new InstancesReader(3);

    @Test
    void texts_comeAsStringsOrAsObjects() {
        assertThat(read("{\"instances\": [\"a\", \"b\"]}", SPAM))
                .extracting(Question::content)
                .containsExactly(new Content.Text("a"), new Content.Text("b"));
        assertThat(read("{\"instances\": [{\"text\": \"a\"}], \"signature_name\": \"x\"}", SPAM))
                .singleElement()
                .satisfies(question -> {
                    assertThat(question.content()).isEqualTo(new Content.Text("a"));
                    assertThat(question.model()).contains(SPAM);
                    assertThat(question.path()).isEqualTo("instances[0]");
                    assertThat(question.explain()).isTrue();
                });
    }

    @Test
    void rowsOfATable_comeAsObjects() {
        assertThat(read("{\"instances\": [{\"x\": 1, \"y\": \"red\"}]}", IRIS))
                .extracting(Question::content)
                .hasOnlyElementsOfType(Content.Features.class);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            spam | {}                                     | instances
            spam | {"instances": null}                    | instances
            spam | {"instances": []}                      | instances
            spam | {"instances": "a"}                     | instances
            spam | {"instances": ["a","b","c","d"]}       | instances
            spam | {"instances": ["a", 1]}                | instances[1]
            spam | {"instances": ["a", {"text": "b"}]}    | instances[1]
            spam | {"instances": [{"text": "b"}, "a"]}    | instances[1]
            spam | {"instances": [null]}                  | instances[0]
            spam | {"instances": [["a"]]}                 | instances[0]
            spam | {"instances": [{}]}                    | instances[0].text
            spam | {"instances": [{"text": 1}]}           | instances[0].text
            iris | {"instances": ["a"]}                   | instances[0]
            iris | {"instances": [[1,2]]}                 | instances[0]
            iris | {"instances": [{"x": null}]}           | instances[0].x
            iris | {"instances": [{"x": [1]}]}            | instances[0].x
            iris | {"instances": [{}]}                    | features
            """)
    void unsoundBody_isRefusedNamingTheField(String model, String body, String field) {
        assertThatThrownBy(() -> read(body, new ModelName(model)))
                .isInstanceOfSatisfying(
                        InvalidInput.class, e -> assertThat(e.field()).contains(field));
    }

    private List<Question> read(String body, ModelName model) {
        return reader.read(body.getBytes(UTF_8), SmallModels.definition(model), true);
    }
}
