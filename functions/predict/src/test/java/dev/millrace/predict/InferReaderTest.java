package dev.millrace.predict;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.InvalidInput;
import dev.millrace.predict.InferRequest.InputTensor;
import dev.millrace.predict.InferRequest.OutputWish;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InferReaderTest {
    private static final String TEXT = "{\"name\":\"text\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"a\"]}";

    private final InferReader reader = new InferReader(3);

    @Test
    void requestOfJson_hasItsTensors() {
        InferRequest request =
                read("{\"inputs\":[{\"name\":\"text\",\"shape\":[2],\"datatype\":\"BYTES\",\"data\":[\"a\",\"b\"]},"
                        + "{\"data\":[1,2.5],\"datatype\":\"FP64\",\"shape\":[2,1],\"name\":\"x\"}],\"id\":\"7\"}");

        assertThat(request.id()).contains("7");
        assertThat(request.timeoutMicros()).isZero();
        assertThat(request.outputs()).isEmpty();
        assertThat(request.binaryOutputs()).isFalse();
        assertThat(request.inputs())
                .containsExactly(
                        new InputTensor("text", Datatype.BYTES, List.of("a", "b")),
                        new InputTensor("x", Datatype.FP64, List.of(1.0, 2.5)));
    }

    @Test
    void nestedData_areReadInTheirOrder() {
        assertThat(
                        read("{\"inputs\":[{\"name\":\"x\",\"shape\":[3,1,1],\"datatype\":\"INT8\",\"data\":[[[1]],[[2]],[[3]]]}]}")
                                .inputs()
                                .getFirst()
                                .elements())
                .containsExactly(1.0, 2.0, 3.0);
    }

    @Test
    void membersThatNobodyKnows_areSkipped() {
        assertThat(read("{\"model_name\":\"spam\",\"x\":{\"y\":[1,{}]},\"parameters\":{\"priority\":1,\"headers\":{}},"
                                + "\"inputs\":[{\"extra\":[[]],\"parameters\":{\"content_type\":\"str\"},"
                                + TEXT.substring(1) + "]}")
                        .inputs())
                .hasSize(1);
    }

    @Test
    void membersThatAreNull_areAsGoodAsMissing() {
        InferRequest request =
                read("{\"id\":null,\"parameters\":null,\"outputs\":null,\"inputs\":[{\"parameters\":null,"
                        + TEXT.substring(1) + "]}");

        assertThat(request.id()).isEmpty();
        assertThat(request.outputs()).isEmpty();
    }

    @Test
    void binaryTensors_areTakenInTheOrderOfTheInputs() {
        String json =
                "{\"inputs\":[{\"name\":\"a\",\"shape\":[1],\"datatype\":\"BYTES\",\"parameters\":{\"binary_data_size\":5}},"
                        + TEXT
                        + ",{\"name\":\"b\",\"shape\":[2],\"datatype\":\"UINT8\",\"parameters\":{\"binary_data_size\":2}}]}";

        InferRequest request = reader.read((json + "\1\0\0\0x\7\10").getBytes(UTF_8), json.length());

        assertThat(request.inputs())
                .extracting(InputTensor::elements)
                .containsExactly(List.of("x"), List.of("a"), List.of(7.0, 8.0));
    }

    @Test
    void outputThatSaysNothingOfItsForm_takesThatOfTheRequest_wherever() {
        InferRequest request =
                read("{\"outputs\":[{\"name\":\"a\"},{\"name\":\"b\",\"parameters\":{\"binary_data\":false}},"
                        + "{\"name\":\"c\",\"parameters\":{\"classification\":2}}],\"inputs\":[" + TEXT
                        + "],\"parameters\":{\"binary_data_output\":true,\"timeout\":5}}");

        assertThat(request.timeoutMicros()).isEqualTo(5);
        assertThat(request.outputs())
                .containsExactly(
                        new OutputWish("a", true, 0), new OutputWish("b", false, 0), new OutputWish("c", true, 2));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {}                                                                       | inputs
            {"inputs":null}                                                          | inputs
            {"inputs":[]}                                                            | inputs
            {"inputs":{}}                                                            | inputs
            {"inputs":[1]}                                                           | inputs[0]
            {"inputs":[{}]}                                                          | inputs[0].name
            {"inputs":[{"name":1}]}                                                  | inputs[0].name
            {"inputs":[{"name":"x"}]}                                                | inputs[0].datatype
            {"inputs":[{"name":"x","datatype":"STRING"}]}                            | inputs[0].datatype
            {"inputs":[{"name":"x","datatype":"FP64"}]}                              | inputs[0].shape
            {"inputs":[{"name":"x","datatype":"FP64","shape":1}]}                    | inputs[0].shape
            {"inputs":[{"name":"x","datatype":"FP64","shape":[-1]}]}                 | inputs[0].shape[0]
            {"inputs":[{"name":"x","datatype":"FP64","shape":[1.0]}]}                | inputs[0].shape[0]
            {"inputs":[{"name":"x","datatype":"FP64","shape":[18446744073709551617]}]} | inputs[0].shape[0]
            {"inputs":[{"name":"x","datatype":"FP64","shape":[]}]}                   | inputs[0].shape
            {"inputs":[{"name":"x","datatype":"FP64","shape":[0]}]}                  | inputs[0].shape[0]
            {"inputs":[{"name":"x","datatype":"FP64","shape":[1,2]}]}                | inputs[0].shape
            {"inputs":[{"name":"x","datatype":"FP64","shape":[4294967297]}]}         | inputs[0].shape
            {"inputs":[{"name":"x","datatype":"FP64","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}]} | inputs[0].shape
            {"inputs":[{"name":"x","datatype":"FP64","shape":[1]}]}                  | inputs[0].data
            {"inputs":[{"name":"x","datatype":"FP64","shape":[2],"data":[1]}]}       | inputs[0].data
            {"inputs":[{"name":"x","datatype":"FP64","shape":[1],"data":[1,2]}]}     | inputs[0].data
            {"inputs":[{"name":"x","datatype":"FP64","shape":[1],"data":[1,2,3,4]}]} | inputs[0].data
            {"inputs":[{"name":"x","datatype":"FP64","shape":[1],"data":1}]}         | inputs[0].data
            {"inputs":[{"name":"x","datatype":"FP64","shape":[1],"data":[null]}]}    | inputs[0].data[0]
            {"inputs":[{"name":"x","datatype":"FP64","shape":[1],"data":[{}]}]}      | inputs[0].data[0]
            {"inputs":[{"name":"x","datatype":"FP64","shape":[1],"data":["1"]}]}     | inputs[0].data[0]
            {"inputs":[{"name":"x","datatype":"FP64","shape":[1],"data":[1e999]}]}   | inputs[0].data[0]
            {"inputs":[{"name":"x","datatype":"INT8","shape":[1],"data":[128]}]}     | inputs[0].data[0]
            {"inputs":[{"parameters":{"binary_data_size":-1}}]}                      | inputs[0].parameters.binary_data_size
            {"inputs":[{"parameters":{"binary_data_size":2147483648}}]}              | inputs[0].parameters.binary_data_size
            {"inputs":[{"parameters":{"binary_data_size":"1"}}]}                     | inputs[0].parameters.binary_data_size
            {"inputs":[{"parameters":{"shared_memory_region":"r"}}]}                 | inputs[0].parameters.shared_memory_region
            {"inputs":[{"parameters":[]}]}                                           | inputs[0].parameters
            {"outputs":{}}                                                           | outputs
            {"outputs":[1]}                                                          | outputs[0]
            {"outputs":[{}]}                                                         | outputs[0].name
            {"outputs":[{"name":"a","parameters":{"binary_data":1}}]}                | outputs[0].parameters.binary_data
            {"outputs":[{"name":"a","parameters":{"classification":-1}}]}            | outputs[0].parameters.classification
            {"outputs":[{"name":"a","parameters":{"shared_memory_region":1}}]}       | outputs[0].parameters.shared_memory_region
            {"id":1}                                                                 | id
            {"parameters":1}                                                         | parameters
            {"parameters":{"binary_data_output":"yes"}}                              | parameters.binary_data_output
            {"parameters":{"timeout":-1}}                                            | parameters.timeout
            """)
    void unsoundMember_isRefusedNamingIt(String json, String field) {
        refuses(json, field);
    }

    @Test
    void sameNameTwice_isRefused() {
        refuses("{\"inputs\":[" + TEXT + "," + TEXT + "]}", "inputs[1].name");
        refuses("{\"inputs\":[" + TEXT + "],\"outputs\":[{\"name\":\"a\"},{\"name\":\"a\"}]}", "outputs[1].name");
    }

    @Test
    void moreInputsThanAnyModelHas_areRefusedBeforeAllAreRead() {
        String many = IntStream.range(0, 5000).mapToObj(i -> "{}").collect(Collectors.joining(","));

        refuses("{\"inputs\":[" + many + "]}", "inputs");
        refuses("{\"outputs\":[" + many.replace("{}", "{\"name\":\"a\"}") + "]}", "outputs");
    }

    @Test
    void dataBesideTheirSizeInBytes_areRefused() {
        refuses("{\"inputs\":[{\"parameters\":{\"binary_data_size\":5}," + TEXT.substring(1) + "]}", "inputs[0].data");
    }

    @Test
    void bytesWithoutATensor_areMalformed() {
        String json = "{\"inputs\":[" + TEXT + "]}";

        assertThatThrownBy(() -> reader.read((json + "x").getBytes(UTF_8), json.length()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("1 bytes follow the last tensor");
        assertThatThrownBy(() -> read(json + "x")).hasMessageContaining("no JSON at column");
        assertThatThrownBy(() -> reader.read(json.getBytes(UTF_8), 0)).hasMessageContaining("the body is empty");
    }

    @Test
    void wholeNumberOfAnySize_isReadAsADouble() {
        String column = "\"shape\":[3],\"datatype\":\"INT64\",\"data\":[99,-1,9223372036854775807]}";

        assertThat(read("{\"inputs\":[{\"name\":\"x\"," + column + "]}")
                        .inputs()
                        .getFirst()
                        .elements())
                .containsExactly(99.0, -1.0, 0x1p63);
    }

    private void refuses(String json, String field) {
        assertThatThrownBy(() -> read(json)).isInstanceOfSatisfying(InvalidInput.class, e -> {
            assertThat(e.field()).contains(field);
            assertThat(e.sentence()).startsWith(field + " ");
        });
    }

    private InferRequest read(String json) {
        return reader.read(json.getBytes(UTF_8));
    }
}
