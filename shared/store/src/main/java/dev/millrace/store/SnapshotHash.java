package dev.millrace.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.document.Content;
import dev.millrace.document.DocumentId;
import dev.millrace.document.FeatureValue;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over id, label and received content of rows in their order. Every string goes in as its length in bytes (32 bits,
 * big-endian) and its UTF-8, so that no two row lists share a form; a text after {@code t}, features after {@code f} and
 * their number, each with its name and {@code n} and the double's bits or {@code c} and the category.
 */
final class SnapshotHash {
    private final MessageDigest digest;

    SnapshotHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    void add(DocumentId id, String label, Content received) {
        add(id.value());
        add(label);
        switch (received) {
            case Content.Text text -> {
                digest.update((byte) 't');
                add(text.value());
            }
            case Content.Features features -> {
                digest.update((byte) 'f');
                add(features.values().size());
                features.values().forEach(this::add);
            }
            case Content.None none -> throw new IllegalArgumentException("a row of a snapshot has content");
        }
    }

    /** 64 hex digits; the hash begins anew afterwards. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private void add(String name, FeatureValue value) {
        add(name);
        switch (value) {
            case FeatureValue.Numeric number -> {
                digest.update((byte) 'n');
                digest.update(ByteBuffer.allocate(Long.BYTES)
                        .putLong(Double.doubleToLongBits(number.value()))
                        .flip());
            }
            case FeatureValue.Categorical category -> {
                digest.update((byte) 'c');
                add(category.value());
            }
        }
    }

    private void add(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        add(utf8.length);
        digest.update(utf8);
    }

    private void add(int number) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).flip());
    }
}
