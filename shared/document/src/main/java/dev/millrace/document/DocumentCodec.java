package dev.millrace.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The two JSON forms of a document: the request (what a client sends; the id may be missing) and the wire form (the value
 * of a record on {@code documents.raw}: the same fields, the id, and {@code "schema": 1}).
 */
public final class DocumentCodec {
    private static final long SCHEMA = 1;
    private static final Set<String> REQUEST_FIELDS = Set.of("id", "model", "text", "features", "label", "source");
    private static final Set<String> WIRE_FIELDS =
            Set.of("schema", "id", "model", "text", "features", "label", "source");
    private static final JsonFactory JSON = new JsonFactory();

    private DocumentCodec() {}

    /**
     * Reads a request.
     *
     * @param newId gives the id of a document that came without one
     * @throws InvalidInput naming the field or the position
     */
    public static Document readRequest(byte[] utf8, Supplier<DocumentId> newId) {
        JsonObject json = JsonObject.parse(utf8).allow(REQUEST_FIELDS);
        Content content = content(json);
        Optional<DocumentId> id = json.string("id").map(DocumentId::new);
        if (content instanceof Content.None && id.isEmpty() && json.has("label")) {
            throw InvalidInput.of(
                    "no-content",
                    "id",
                    "is missing: a label without text or features labels a document sent before, which id names");
        }
        return document(json, id.orElseGet(newId), content);
    }

    /**
     * Reads the value of a record.
     *
     * @throws InvalidInput naming the field or the position
     */
    public static Document readWire(byte[] utf8) {
        JsonObject json = JsonObject.parse(utf8);
        long schema = json.integer("schema", 0, Integer.MAX_VALUE)
                .orElseThrow(() -> InvalidInput.of("no-schema", "schema", "is missing: expected " + SCHEMA));
        if (schema != SCHEMA) {
            throw InvalidInput.of("unknown-schema", "schema", "is " + schema + ": expected " + SCHEMA);
        }
        json.allow(WIRE_FIELDS);
        return document(json, new DocumentId(json.requireString("id")), content(json));
    }

    /** The value of a record, UTF-8. Equal documents give equal bytes. */
    public static byte[] writeWire(Document document) {
        return write(out -> {
            out.writeNumberField("schema", SCHEMA);
            out.writeStringField("id", document.id().value());
            out.writeStringField("model", document.model().value());
            writeContent(out, document.content());
            writeOptional(out, "label", document.label());
            writeOptional(out, "source", document.source());
        });
    }

    /** What predict is asked of a document, UTF-8: its model and content, without its label. */
    public static byte[] writeQuestion(Document document) {
        return write(out -> {
            out.writeStringField("model", document.model().value());
            writeContent(out, document.content());
        });
    }

    /** The content of an object with {@code text}, {@code features} or neither; both is refused. */
    public static Content content(JsonObject json) {
        if (json.has("text") && json.has("features")) {
            throw InvalidInput.of("two-contents", "features", "stands beside text: expected one of the two");
        }
        Optional<Content> text = json.string("text").map(Content.Text::new);
        return text.or(() -> json.features("features")).orElseGet(Content.None::new);
    }

    /** Writes the members of an object. */
    private interface Members {
        void write(JsonGenerator out) throws IOException;
    }

    private static byte[] write(Members members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            members.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen: the bytes stay in memory", e);
        }
        return bytes.toByteArray();
    }

    private static Document document(JsonObject json, DocumentId id, Content content) {
        ModelName model = new ModelName(json.requireString("model"));
        return new Document(id, model, content, json.string("label"), json.string("source"));
    }

    private static void writeContent(JsonGenerator out, Content content) throws IOException {
        switch (content) {
            case Content.Text text -> out.writeStringField("text", text.value());
            case Content.Features features -> {
                out.writeObjectFieldStart("features");
                for (Map.Entry<String, FeatureValue> feature : features.values().entrySet()) {
                    switch (feature.getValue()) {
                        case FeatureValue.Numeric n -> out.writeNumberField(feature.getKey(), n.value());
                        case FeatureValue.Categorical c -> out.writeStringField(feature.getKey(), c.value());
                    }
                }
                out.writeEndObject();
            }
            case Content.None none -> {}
        }
    }

    private static void writeOptional(JsonGenerator out, String field, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            out.writeStringField(field, value.get());
        }
    }
}
