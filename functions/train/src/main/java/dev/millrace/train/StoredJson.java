package dev.millrace.train;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Reads JSON of the registry, so that an answer can hold it. */
@Singleton
final class StoredJson {
    private final JsonMapper mapper;

    StoredJson(JsonMapper mapper) {
        this.mapper = mapper;
    }

    Map<String, Object> read(String object) {
        try {
            return mapper.readValue(object, Argument.mapOf(String.class, Object.class));
        } catch (IOException e) {
            throw new UncheckedIOException("the registry holds what is no JSON object", e);
        }
    }
}
