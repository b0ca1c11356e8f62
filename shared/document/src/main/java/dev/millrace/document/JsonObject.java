package dev.millrace.document;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that was sent to us, read strictly: duplicate and unknown fields, wrong types, deep nesting, and anything
 * after the object are refused with the field or the position. {@code null} is as good as missing. Bodies come from
 * anyone, so the reader is bounded in depth and in the length of names, numbers and strings.
 */
public final class JsonObject {
    private final String path;
    private final Map<String, Object> fields;

    private JsonObject(String path, Map<String, Object> fields) {
        this.path = path;
        this.fields = fields;
    }

    /** Reads UTF-8 bytes that hold one object; throws {@link InvalidInput} ({@code malformed}) with the position. */
    public static JsonObject parse(byte[] utf8) {
        return StrictJson.read(utf8, parser -> new JsonObject("", readObject(parser)));
    }

    /** Refuses every field but these. */
    public JsonObject allow(Set<String> names) {
        for (String name : fields.keySet()) {
            if (!names.contains(name)) {
                throw InvalidInput.of(
                        "unknown-field", field(Strings.shown(name)), "is not known: expected " + sorted(names));
            }
        }
        return this;
    }

    /** Whether the field is there and not null. */
    public boolean has(String name) {
        return fields.get(name) != null;
    }

    public Optional<String> string(String name) {
        return Optional.ofNullable(as(name, String.class, "a string"));
    }

    public String requireString(String name) {
        return string(name).orElseThrow(() -> missing(name, "a string"));
    }

    /** A string of 1 to {@code limit} characters, none of them a control character: fit for a column, a log and a page. */
    public Optional<String> line(String name, int limit) {
        return string(name).map(value -> Strings.require(field(name), value, limit));
    }

    public String requireLine(String name, int limit) {
        return line(name, limit).orElseThrow(() -> missing(name, "a string"));
    }

    public Optional<Boolean> bool(String name) {
        return Optional.ofNullable(as(name, Boolean.class, "true or false"));
    }

    /** A whole number from {@code least} to {@code most}. */
    public Optional<Long> integer(String name, long least, long most) {
        Number number = as(name, Number.class, "a whole number");
        if (number == null) {
            return Optional.empty();
        }
        if (!(number instanceof Long value) || value < least || value > most) {
            throw InvalidInput.field(
                    field(name), "is " + number + ": expected a whole number from " + least + " to " + most);
        }
        return Optional.of(value);
    }

    /** A finite number. */
    public OptionalDouble number(String name) {
        Number number = as(name, Number.class, "a number");
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number.doubleValue());
    }

    /** An object within this one, which knows its path ({@code metrics.labels}). */
    public Optional<JsonObject> object(String name) {
        return Optional.ofNullable(as(name, Members.class, "an object"))
                .map(members -> new JsonObject(field(name), members));
    }

    /** The names of the fields that are there, in their order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(fields.keySet());
    }

    /** A list of strings. */
    public Optional<List<String>> strings(String name) {
        List<?> list = as(name, List.class, "a list of strings");
        if (list == null) {
            return Optional.empty();
        }
        List<String> strings = new ArrayList<>(list.size());
        for (Object value : list) {
            if (!(value instanceof String string)) {
                throw InvalidInput.field(
                        field(name) + "[" + strings.size() + "]", "is " + word(value) + ": expected a string");
            }
            strings.add(string);
        }
        return Optional.of(strings);
    }

    /** A list of objects, each knowing its path ({@code instances[3]}). */
    public Optional<List<JsonObject>> objects(String name) {
        List<?> list = as(name, List.class, "a list of objects");
        if (list == null) {
            return Optional.empty();
        }
        List<JsonObject> objects = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            String at = field(name) + "[" + i + "]";
            if (!(list.get(i) instanceof Members members)) {
                throw InvalidInput.field(at, "is " + word(list.get(i)) + ": expected an object");
            }
            objects.add(new JsonObject(at, members));
        }
        return Optional.of(objects);
    }

    /** Whether the field is a list whose first element is an object. */
    public boolean holdsObjects(String name) {
        return fields.get(name) instanceof List<?> list && !list.isEmpty() && list.getFirst() instanceof Members;
    }

    /** A list of whole numbers from {@code least} to {@code most}; empty when it is missing. */
    public List<Long> integers(String name, long least, long most) {
        List<?> list = as(name, List.class, "a list of whole numbers");
        List<Long> integers = new ArrayList<>();
        for (Object value : list == null ? List.of() : list) {
            if (!(value instanceof Long number) || number < least || number > most) {
                throw InvalidInput.field(
                        field(name) + "[" + integers.size() + "]",
                        "is " + (value instanceof Number ? value : word(value)) + ": expected a whole number from "
                                + least + " to " + most);
            }
            integers.add(number);
        }
        return integers;
    }

    /** The features of a tabular document: {@code {name: number|string}}. */
    public Optional<Content.Features> features(String name) {
        return Optional.ofNullable(as(name, Members.class, "an object of features"))
                .map(members -> new JsonObject(field(name), members).asFeatures());
    }

    /** This whole object as the features of a tabular document. */
    public Content.Features asFeatures() {
        Map<String, FeatureValue> values = new TreeMap<>();
        fields.forEach((feature, value) -> {
            String at = field(Strings.shown(feature));
            Strings.require(at, feature, 256);
            values.put(feature, featureValue(at, value));
        });
        return new Content.Features(values);
    }

    private static FeatureValue featureValue(String at, @Nullable Object value) {
        if (value instanceof Number number) {
            return new FeatureValue.Numeric(number.doubleValue());
        }
        if (value instanceof String string) {
            return new FeatureValue.Categorical(Strings.require(at, string, 256));
        }
        throw InvalidInput.of("wrong-feature-type", at, "is " + word(value) + ": expected a number or a string");
    }

    private <T> @Nullable T as(String name, Class<T> type, String expected) {
        Object value = fields.get(name);
        if (value == null) {
            return null;
        }
        if (!type.isInstance(value)) {
            throw InvalidInput.field(field(name), "is " + word(value) + ": expected " + expected);
        }
        return type.cast(value);
    }

    private InvalidInput missing(String name, String expected) {
        return InvalidInput.field(field(name), "is missing: expected " + expected);
    }

    private String field(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String word(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String s -> "a string";
            case Number n -> "a number";
            case Boolean b -> "a boolean";
            case List<?> l -> "a list";
            default -> "an object";
        };
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    /** The members of an object; a type of its own, so that a list's elements can be told apart. */
    private static final class Members extends LinkedHashMap<String, Object> {
        private static final long serialVersionUID = 1;
    }

    private static Members readObject(JsonParser parser) throws IOException {
        Members members = new Members();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, readValue(parser));
        }
        return members;
    }

    private static @Nullable Object readValue(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readList(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> readInteger(parser);
            case VALUE_NUMBER_FLOAT -> finite(parser, parser.getDoubleValue());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static Number readInteger(JsonParser parser) throws IOException {
        return switch (parser.getNumberType()) {
            case INT, LONG -> parser.getLongValue();
            default -> finite(parser, parser.getDoubleValue());
        };
    }

    private static Double finite(JsonParser parser, double value) {
        if (!Double.isFinite(value)) {
            throw InvalidInput.malformed("a number too large for 64 bits at " + StrictJson.position(parser));
        }
        return value;
    }

    private static List<@Nullable Object> readList(JsonParser parser) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(readValue(parser));
        }
        return list;
    }
}
