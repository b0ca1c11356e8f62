package dev.millrace.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DocumentCodecPropertyTest {

    @Property
    void wireForm_readBack_isTheSameDocument(@ForAll("documents") Document document) {
        byte[] wire = DocumentCodec.writeWire(document);
        assertThat(DocumentCodec.readWire(wire)).isEqualTo(document);
        assertThat(DocumentCodec.writeWire(DocumentCodec.readWire(wire))).isEqualTo(wire);
    }

    @Property
    void anyBytes_areReadOrRefusedAsInvalidInput(@ForAll byte[] bytes) {
        try {
            DocumentCodec.readWire(bytes);
        } catch (InvalidInput e) {
            assertThat(e.sentence()).isNotBlank();
        }
    }

    /** A valid record with some bytes changed is what a poison message looks like. */
    @Property
    void damagedRecord_isReadOrRefusedAsInvalidInput(
            @ForAll("documents") Document document, @ForAll int where, @ForAll byte value) {
        byte[] wire = DocumentCodec.writeWire(document);
        wire[Math.floorMod(where, wire.length)] = value;
        try {
            DocumentCodec.readWire(wire);
        } catch (InvalidInput e) {
            assertThat(e.code()).matches("[a-z0-9-]+");
        }
    }

    @Provide
    Arbitrary<Document> documents() {
        Arbitrary<Optional<String>> labels = shortStrings(128).optional();
        Arbitrary<Optional<String>> sources = shortStrings(512).optional();
        return Combinators.combine(
                        shortStrings(128).map(DocumentId::new),
                        Arbitraries.of("spam", "iris", "a-b_3").map(ModelName::new),
                        contents(),
                        labels,
                        sources)
                .as((id, model, content, label, source) -> new Document(
                        id,
                        model,
                        content,
                        content instanceof Content.None ? label.or(() -> Optional.of("x")) : label,
                        source));
    }

    private static Arbitrary<Content> contents() {
        Arbitrary<Content> texts = Arbitraries.strings()
                .ofMaxLength(200)
                .filter(DocumentCodecPropertyTest::isWhole)
                .map(Content.Text::new);
        Arbitrary<FeatureValue> numbers = Arbitraries.doubles().map(FeatureValue.Numeric::new);
        Arbitrary<FeatureValue> names = shortStrings(256).map(FeatureValue.Categorical::new);
        Arbitrary<Content> rows = Arbitraries.maps(shortStrings(20), Arbitraries.oneOf(numbers, names))
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(Content.Features::new);
        return Arbitraries.oneOf(texts, rows, Arbitraries.just(new Content.None()));
    }

    private static Arbitrary<String> shortStrings(int limit) {
        return Arbitraries.strings()
                .ofMinLength(1)
                .ofMaxLength(Math.min(limit, 30))
                .filter(text -> !text.isBlank() && isWhole(text))
                .filter(text -> text.chars().noneMatch(Character::isISOControl));
    }

    private static boolean isWhole(String text) {
        return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    }
}
