package dev.millrace.clean;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.millrace.document.Place;
import dev.millrace.store.DeadLetter;
import dev.millrace.store.DeadLetters;
import io.micronaut.serde.annotation.Serdeable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as JSON.
 *
 * @param value the beginning of the original bytes: as text when they are UTF-8, else in {@code value_base64}
 * @param valueBytes how many bytes there are in all
 */
@Serdeable
record DeadLetterView(
        String place,
        String reason,
        String detail,
        @Nullable String key,
        @Nullable String value,
        @Nullable @JsonProperty("value_base64") String valueBase64,
        @JsonProperty("value_bytes") int valueBytes,
        @Nullable @JsonProperty("redrive_of") String redriveOf,
        @Nullable @JsonProperty("redriven_to") String redrivenTo,
        @Nullable @JsonProperty("redriven_at") String redrivenAt,
        @Nullable @JsonProperty("trace_id") String traceId,
        @JsonProperty("accepted_at") String acceptedAt,
        @JsonProperty("stored_at") String storedAt) {

    static DeadLetterView of(DeadLetters.Kept kept) {
        DeadLetter letter = kept.letter();
        Optional<String> text = letter.value().flatMap(bytes -> text(bytes, kept.valueBytes() > bytes.length));
        return new DeadLetterView(
                letter.place().toString(),
                letter.reason(),
                letter.detail(),
                letter.key()
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                        .orElse(null),
                text.orElse(null),
                text.isPresent()
                        ? null
                        : letter.value()
                                .map(Base64.getEncoder()::encodeToString)
                                .orElse(null),
                kept.valueBytes(),
                letter.redriveOf().map(Place::toString).orElse(null),
                kept.redrivenTo().map(Place::toString).orElse(null),
                kept.redrivenAt().map(Object::toString).orElse(null),
                letter.traceId().orElse(null),
                letter.acceptedAt().toString(),
                kept.storedAt().toString());
    }

    /** A value that was cut may end within a character: up to three bytes at its end do not count. */
    private static Optional<String> text(byte[] bytes, boolean cut) {
        Optional<String> whole = decoded(bytes, bytes.length);
        for (int less = 1; whole.isEmpty() && cut && less <= 3 && less <= bytes.length; less++) {
            whole = decoded(bytes, bytes.length - less);
        }
        return whole;
    }

    private static Optional<String> decoded(byte[] bytes, int length) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty(); // not UTF-8: the answer is that it is no text
        }
    }
}
