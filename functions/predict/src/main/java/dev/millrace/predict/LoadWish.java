package dev.millrace.predict;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.document.InvalidInput;
import dev.millrace.document.JsonObject;
import dev.millrace.document.Strings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a call to load asks for.
 *
 * @param versions to be held; empty: what the registry names, looked up anew
 */
record LoadWish(List<Integer> versions) {
    /** Each is looked up in the registry, and the caller waits for it. */
    private static final int MOST_VERSIONS = 16;

    LoadWish {
        versions = List.copyOf(versions);
    }

    /**
     * Of the query's {@code version}, or of {@code parameters.config} with Triton's {@code version_policy.specific}.
     *
     * @throws InvalidInput for a model sent along: models come from the registry
     */
    static LoadWish of(Optional<JsonObject> body, Optional<String> version) {
        Optional<JsonObject> parameters = body.flatMap(json -> json.object("parameters"));
        for (String name : parameters.map(JsonObject::names).orElse(Set.of())) {
            if (name.startsWith("file:")) {
                throw InvalidInput.field(
                        "parameters." + Strings.shown(name),
                        "sends a model along: models come from the registry, where train publishes them");
            }
        }
        if (version.isPresent()) {
            return new LoadWish(List.of(number(version.get())));
        }
        return new LoadWish(parameters
                .flatMap(json -> json.string("config"))
                .map(LoadWish::specific)
                .orElse(List.of()));
    }

    /** A version's number, of a URL or a configuration. */
    static int number(String version) {
        if (!version.matches("[1-9]\\d{0,8}")) {
            throw InvalidInput.field(
                    "version", "is '" + Strings.shown(version) + "': expected the number of a version, as 3");
        }
        return Integer.parseInt(version);
    }

    private static List<Integer> specific(String config) {
        Optional<JsonObject> specific = JsonObject.parse(config.getBytes(UTF_8))
                .object("version_policy")
                .flatMap(policy -> policy.object("specific"));
        List<Integer> versions = new ArrayList<>();
        if (specific.isPresent()) {
            List<Long> asked = specific.get().integers("versions", 1, 999_999_999);
            if (asked.size() > MOST_VERSIONS) {
                throw InvalidInput.field(
                        "version_policy.specific.versions",
                        "holds " + asked.size() + ": expected at most " + MOST_VERSIONS + " at a time");
            }
            asked.forEach(version -> versions.add(version.intValue()));
        }
        return versions;
    }
}
