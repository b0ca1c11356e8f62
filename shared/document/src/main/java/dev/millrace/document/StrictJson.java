package dev.millrace.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * The one way in which JSON from anyone is parsed: one object of UTF-8, bounded in depth, in the number of values, and
 * in the length of names, numbers and strings, no name twice, nothing after it; every error with its position.
 */
public final class StrictJson {
    private static final int MOST_TOKENS = 1_000_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // Names come from anyone: the table of the whole process is not theirs to fill.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxNameLength(256)
                    .maxNumberLength(64)
                    .maxStringLength(16 << 20)
                    // Each takes memory, the names of one object most of all: 100 bytes and more for 8 of the body.
                    .maxTokenCount(MOST_TOKENS)
                    .build())
            .build();

    private static final Pattern ASIDE = Pattern.compile(": enable .*| \\(start marker at .*");

    private StrictJson() {}

    /** Reads from the parser; called when it stands at the beginning of the object, and to leave it at the object's end. */
    public interface Read<T> {
        T from(JsonParser parser) throws IOException;
    }

    /** Throws {@link InvalidInput} ({@code malformed}). */
    public static <T> T read(byte[] utf8, Read<T> read) {
        return read(utf8, 0, utf8.length, read);
    }

    /** As {@link #read(byte[], Read)}, of {@code length} bytes from {@code offset} on. */
    public static <T> T read(byte[] bytes, int offset, int length, Read<T> read) {
        requireUtf8(bytes, offset, length);
        try (JsonParser parser = JSON.createParser(bytes, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw InvalidInput.malformed(
                        length == 0
                                ? "the body is empty: expected a JSON object"
                                : "expected a JSON object, which begins with {");
            }
            T value = read.from(parser);
            if (parser.nextToken() != null) {
                throw InvalidInput.malformed("more JSON follows the object, at " + position(parser)
                        + ": expected one object (only /ingest takes many, one a line, as application/x-ndjson)");
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw InvalidInput.malformed("JSON beyond its limits (16 levels deep, names of 256 characters, "
                    + MOST_TOKENS + " tokens): " + firstSentence(e.getOriginalMessage()));
        } catch (JsonParseException e) {
            String where = e instanceof JsonEOFException ? "the JSON ends too early" : "no JSON";
            throw InvalidInput.malformed(
                    where + " at " + position(e.getLocation()) + ": " + firstSentence(e.getOriginalMessage()));
        } catch (CharConversionException e) {
            throw InvalidInput.malformed("the body is not UTF-8");
        } catch (IOException e) {
            throw InvalidInput.malformed("no JSON: " + firstSentence(String.valueOf(e.getMessage())));
        }
    }

    /** Where the current token begins, for a sentence. */
    public static String position(JsonParser parser) {
        return position(parser.currentTokenLocation());
    }

    /** Jackson would read UTF-16 and UTF-32, too; in what follows, their characters are not those of a text. */
    private static void requireUtf8(byte[] bytes, int offset, int length) {
        boolean mark = length > 1 && (bytes[offset] & 0xfe) == 0xfe && (bytes[offset + 1] & 0xfe) == 0xfe;
        for (int i = 0; i < Math.min(4, length); i++) {
            if (mark || bytes[offset + i] == 0) {
                throw InvalidInput.malformed("the body is not UTF-8, but looks like UTF-16 or UTF-32");
            }
        }
    }

    /** Without the line when it is the first: the object may itself be one line of a batch, counted by who reads that. */
    private static String position(JsonLocation at) {
        return (at.getLineNr() == 1 ? "" : "line " + at.getLineNr() + ", ") + "column " + at.getColumnNr();
    }

    /** Without the parser's advice to programmers, and without where its source began, which we do not show it. */
    private static String firstSentence(String message) {
        String sentence = message.lines().findFirst().orElse("");
        return Strings.shown(ASIDE.matcher(sentence).replaceFirst(""));
    }
}
