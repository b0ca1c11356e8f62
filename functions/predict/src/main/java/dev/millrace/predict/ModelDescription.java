package dev.millrace.predict;

import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelDefinition.FeatureType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A model as the metadata and the configuration of the Open Inference Protocol describe it. */
final class ModelDescription {
    private static final String PLATFORM = "millrace_liblinear";
    /** Any number of rows. */
    private static final int ANY = -1;

    private ModelDescription() {}

    /** @param version the one that is asked about; none: no version answers yet, so the number of labels is not known */
    static Map<String, Object> metadata(ServedModel model, Optional<LoadedVersion> version) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", model.definition().name().value());
        metadata.put(
                "versions", model.loaded().map(LoadedVersion::name).sorted().toList());
        metadata.put("platform", PLATFORM);
        List<Map<String, Object>> inputs = new ArrayList<>();
        ModelInputs.of(model.definition()).forEach((name, type) -> inputs.add(tensor(name, type, List.of(ANY))));
        metadata.put("inputs", inputs);
        metadata.put(
                "outputs",
                Arrays.stream(ModelOutput.values())
                        .map(output -> tensor(output.title(), output.datatype(), shape(output, version)))
                        .toList());
        version.ifPresent(loaded -> metadata.put("properties", properties(model, loaded)));
        return metadata;
    }

    /** In the words of Triton's model configuration. */
    static Map<String, Object> configuration(ServedModel model, Optional<LoadedVersion> version) {
        ModelDefinition definition = model.definition();
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("name", definition.name().value());
        config.put("platform", PLATFORM);
        config.put("backend", "millrace");
        // The first dimension of a tensor is the rows: no batch dimension stands before it.
        config.put("max_batch_size", 0);
        config.put("version_policy", policy(model));
        List<Map<String, Object>> inputs = new ArrayList<>();
        ModelInputs.of(definition).forEach((name, type) -> inputs.add(configured(name, type, List.of(ANY))));
        config.put("input", inputs);
        config.put(
                "output",
                Arrays.stream(ModelOutput.values())
                        .map(output -> configured(output.title(), output.datatype(), shape(output, version)))
                        .toList());
        Map<String, Object> parameters = new LinkedHashMap<>();
        version.ifPresent(loaded -> parameters.put(
                "labels",
                Map.of("string_value", String.join(",", loaded.classifier().labels()))));
        definition
                .features()
                .forEach((name, type) -> parameters.put(
                        "feature:" + name,
                        Map.of("string_value", type == FeatureType.NUMERIC ? "number" : "category")));
        config.put("parameters", parameters);
        return config;
    }

    private static Map<String, Object> policy(ServedModel model) {
        return Map.of(
                "specific",
                Map.of(
                        "versions",
                        model.loaded().map(LoadedVersion::version).sorted().toList()));
    }

    private static Map<String, Object> tensor(String name, Datatype type, List<Integer> shape) {
        Map<String, Object> tensor = new LinkedHashMap<>();
        tensor.put("name", name);
        tensor.put("datatype", type.name());
        tensor.put("shape", shape);
        return tensor;
    }

    private static Map<String, Object> configured(String name, Datatype type, List<Integer> dimensions) {
        Map<String, Object> tensor = new LinkedHashMap<>();
        tensor.put("name", name);
        tensor.put("data_type", type == Datatype.BYTES ? "TYPE_STRING" : "TYPE_" + type);
        tensor.put("dims", dimensions);
        return tensor;
    }

    private static List<Integer> shape(ModelOutput output, Optional<LoadedVersion> version) {
        return output == ModelOutput.PROBABILITIES
                ? List.of(
                        ANY,
                        version.map(loaded -> loaded.classifier().labels().size())
                                .orElse(ANY))
                : List.of(ANY);
    }

    private static Map<String, String> properties(ServedModel model, LoadedVersion version) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("version", version.name());
        properties.put("alias", model.aliases().nameOf(version.version()));
        properties.put("sha256", version.sha256());
        properties.put("labels", String.join(",", version.classifier().labels()));
        properties.put("loaded_at", version.loadedAt().toString());
        version.holdout().accuracy().ifPresent(accuracy -> properties.put("accuracy", Double.toString(accuracy)));
        properties.put("lineage", "/registry/models/" + version.model() + "/versions/" + version.name());
        return properties;
    }
}
