package dev.millrace.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.millrace.document.DocumentId;
import dev.millrace.document.InvalidInput;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.UUID;

/** The ids of documents that came without one. */
final class DocumentIds {
    private static final int KEY_LIMIT = 255;

    private DocumentIds() {}

    /**
     * Without an idempotency key: a UUIDv7 (RFC 9562), new each time. With one: derived from the key, the line's number and
     * its bytes, so that a retried batch is the same documents, and a key used for other documents hides none of them.
     *
     * @param line counted from 1
     */
    static DocumentId next(Optional<String> idempotencyKey, long line, byte[] bytes) {
        return new DocumentId(idempotencyKey
                .map(key -> derived(key, line, bytes))
                .orElseGet(UuidCreator::getTimeOrderedEpoch)
                .toString());
    }

    /** Refuses a key that is empty, longer than 255 characters, or holds a control character. */
    static Optional<String> checkedKey(Optional<String> idempotencyKey) {
        idempotencyKey.ifPresent(key -> {
            if (key.isBlank() || key.length() > KEY_LIMIT) {
                throw InvalidInput.of(
                        "invalid-idempotency-key",
                        "Idempotency-Key",
                        "has " + key.length() + " characters: expected 1 to " + KEY_LIMIT);
            }
            if (key.chars().anyMatch(Character::isISOControl)) {
                throw InvalidInput.of(
                        "invalid-idempotency-key", "Idempotency-Key", "holds a control character: remove it");
            }
        });
        return idempotencyKey;
    }

    /** UUIDv8 (RFC 9562, section 5.8): 122 bits of SHA-256. */
    private static UUID derived(String key, long line, byte[] bytes) {
        MessageDigest sha256 = sha256();
        byte[] name = key.getBytes(UTF_8);
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(name.length).flip());
        sha256.update(name);
        sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(line).flip());
        ByteBuffer digest = ByteBuffer.wrap(sha256.digest(bytes));
        long most = (digest.getLong() & ~0xf000L) | 0x8000L;
        long least = (digest.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(most, least);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
