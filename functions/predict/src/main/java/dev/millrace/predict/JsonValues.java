package dev.millrace.predict;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.document.InvalidInput;
import dev.millrace.document.Strings;
import java.io.IOException;
import java.util.Optional;

/** The value at which a parser stands, or an {@link InvalidInput} that names its field. */
final class JsonValues {
    private JsonValues() {}

    /** Reads the value of one member. */
    interface Member {
        void read(String name) throws IOException;
    }

    /** None for null. */
    static Optional<String> string(JsonParser json, String field) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return Optional.empty();
        }
        require(json, JsonToken.VALUE_STRING, field, "a string");
        return Optional.of(json.getText());
    }

    static boolean bool(JsonParser json, String field) {
        if (json.currentToken() != JsonToken.VALUE_TRUE) {
            require(json, JsonToken.VALUE_FALSE, field, "true or false");
        }
        return json.currentToken() == JsonToken.VALUE_TRUE;
    }

    /** A whole number from {@code least} to {@code most}. */
    static long whole(JsonParser json, String field, long least, long most) throws IOException {
        require(json, JsonToken.VALUE_NUMBER_INT, field, "a whole number");
        boolean fits = json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        if (!fits || json.getLongValue() < least || json.getLongValue() > most) {
            throw InvalidInput.field(
                    field,
                    "is " + json.getText() + ": expected a whole number from " + least
                            + (most == Long.MAX_VALUE ? " on" : " to " + most));
        }
        return json.getLongValue();
    }

    /** Each member in turn; null is as good as an empty object. */
    static void object(JsonParser json, String field, Member member) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        require(json, JsonToken.START_OBJECT, field, "an object");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            member.read(name);
        }
    }

    /** Skips a parameter that nobody knows, unless it asks to read or write what is not in the body. */
    static void skipParameter(JsonParser json, String name, String at) throws IOException {
        if (name.startsWith("shared_memory")) {
            throw InvalidInput.field(
                    at + ".parameters." + Strings.shown(name),
                    "asks for shared memory, which is not offered: send the data in the body");
        }
        json.skipChildren();
    }

    static void require(JsonParser json, JsonToken token, String field, String expected) {
        if (json.currentToken() != token) {
            throw InvalidInput.field(field, "is " + word(json.currentToken()) + ": expected " + expected);
        }
    }

    static String word(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT -> "a whole number";
            case VALUE_NUMBER_FLOAT -> "a number with a fraction";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            default -> "null";
        };
    }
}
