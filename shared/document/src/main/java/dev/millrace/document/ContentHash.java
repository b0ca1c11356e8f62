package dev.millrace.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * SHA-256 of the canonical form of a content. It decides on which side of the train/holdout split a document lies, so the
 * form is frozen: a cleaner may change, a document never changes sides. A new form would be a new {@link #VERSION}, which
 * the lineage of each model version names.
 *
 * <p>Form 1. Text: of each run of combining marks the first 30, Unicode NFC, lower case (root locale), each run of
 * anything but letters and digits one space, trimmed; after a leading {@code t}. Features: {@code name=value} a line,
 * sorted by name, numbers by {@link Double#toString},
 * after a leading {@code f}.
 */
public record ContentHash(byte[] bytes) {
    public static final int VERSION = 1;
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{Nd}]+");

    /** Cut to 30 marks, as in the Stream-Safe Text Format of UAX #15: NFC takes the square of their number. */
    private static final Pattern MARKS_TOO_MANY = Pattern.compile("(\\p{M}{30})\\p{M}+");

    public ContentHash {
        if (bytes.length != 32) {
            throw new IllegalArgumentException("a content hash has 32 bytes, not " + bytes.length);
        }
        bytes = bytes.clone();
    }

    /** The hash of what was received; {@link Content.None} has none. */
    public static ContentHash of(Content content) {
        return switch (content) {
            case Content.Text text -> new ContentHash(sha256(ofText(text.value())));
            case Content.Features features -> new ContentHash(sha256(("f" + canonical(features)).getBytes(UTF_8)));
            case Content.None none -> throw new IllegalArgumentException("a labelling revision has no content");
        };
    }

    /** A number in [0, 1), uniform over contents: the first 53 bits. */
    public double fraction() {
        long bits = 0;
        for (int i = 0; i < 8; i++) {
            bits = bits << 8 | (bytes[i] & 0xff);
        }
        return (bits >>> 11) * 0x1p-53;
    }

    private static byte[] ofText(String text) {
        return ascii(text).orElseGet(() -> ("t" + canonical(text)).getBytes(UTF_8));
    }

    /** The same in one pass, for a text of nothing but ASCII: most are, and expressions took half of the time of cleaning. */
    private static Optional<byte[]> ascii(String text) {
        byte[] form = new byte[text.length() + 1];
        form[0] = 't';
        int length = 1;
        boolean between = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return Optional.empty();
            }
            char lower = c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
            if ((lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9')) {
                if (between && length > 1) {
                    form[length++] = ' ';
                }
                form[length++] = (byte) lower;
                between = false;
            } else {
                between = true;
            }
        }
        return Optional.of(Arrays.copyOf(form, length));
    }

    private static String canonical(String text) {
        String bounded = MARKS_TOO_MANY.matcher(text).replaceAll("$1");
        String lower = Normalizer.normalize(bounded, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        return BETWEEN_WORDS.matcher(lower).replaceAll(" ").strip();
    }

    private static String canonical(Content.Features features) {
        StringBuilder form = new StringBuilder();
        features.values()
                .forEach((name, value) -> form.append(name)
                        .append('=')
                        .append(
                                switch (value) {
                                    case FeatureValue.Numeric number -> "n" + number.value();
                                    case FeatureValue.Categorical category -> "c" + category.value();
                                })
                        .append('\n'));
        return form.toString();
    }

    private static byte[] sha256(byte[] form) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(form);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ContentHash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** 64 hex digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
