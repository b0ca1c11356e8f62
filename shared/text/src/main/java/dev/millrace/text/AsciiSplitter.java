package dev.millrace.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds where each token of an ASCII text begins and ends, the same that {@link Tokenizer} finds character by character.
 * In prose no processor can foresee where a word ends, and a wrong guess costs as much as several letters: so eight
 * characters are looked at together, as the bytes of a number, and nothing common is decided by a branch.
 */
final class AsciiSplitter {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    /** The highest bit of each byte: there a test leaves its answer, since ASCII leaves it free. */
    private static final long HIGH = ONES << 7;
    /** Multiplied with it, the lowest bits of eight bytes meet in the highest byte. */
    private static final long GATHER = 0x0102040810204080L;
    /** What capitals lack to be small letters. */
    private static final int SMALL = 0x20;

    private static final int BLOCK = 64;

    private final CharsetEncoder ascii = StandardCharsets.US_ASCII.newEncoder();
    private CharBuffer text = CharBuffer.allocate(0);
    private ByteBuffer letters = ByteBuffer.allocate(4 * BLOCK);
    private int length;

    /** Takes a text over; false if it is not ASCII alone. */
    boolean load(char[] characters, int size) {
        if (text.array() != characters) {
            text = CharBuffer.wrap(characters);
        }
        int padded = size + 2 * BLOCK;
        if (letters.capacity() < padded) {
            letters = ByteBuffer.allocate(padded + padded / 2);
        }
        length = size;
        text.limit(size).position(0);
        letters.clear();
        return ascii.reset().encode(text, letters, true).isUnderflow();
    }

    /** Leaves the tokens' places in the run, and small letters where capitals were. */
    void split(TokenRun tokens) {
        byte[] bytes = letters.array();
        Arrays.fill(bytes, length, length + BLOCK, (byte) 0);
        tokens.makeRoom(length + BLOCK);
        int begun = 0;
        int ended = 0;
        long before = 0;
        long wordBefore = 0;
        long tokenBefore = 0;
        for (int block = 0; block <= length; block += BLOCK) {
            long words = 0;
            long visible = 0;
            long repeated = 0;
            for (int shift = 0; shift < BLOCK; shift += Long.BYTES) {
                long now = (long) EIGHT.get(bytes, block + shift);
                long letter = among(now | ONES * SMALL, 'a', 'z') & HIGH;
                words |= gathered(letter | among(now, '0', '9') | equal(now, ONES * '_')) << shift;
                visible |= gathered(among(now, '!', '~')) << shift;
                repeated |= gathered(equal(now, (now << 8) | (before >>> 56))) << shift;
                EIGHT.set(bytes, block + shift, now | (letter >>> 2)); // 0x80 to 0x20, in small letters set already
                before = now;
            }
            long goesOn = (words & ((words << 1) | wordBefore)) | (visible & ~words & repeated);
            long begins = visible & ~goesOn;
            long ends = ((visible << 1) | tokenBefore) & ~goesOn;
            write(begins, ends, block, tokens, begun, ended);
            begun += Long.bitCount(begins);
            ended += Long.bitCount(ends);
            wordBefore = words >>> 63;
            tokenBefore = visible >>> 63;
        }
        tokens.length = ended;
    }

    /** The text as {@link #split} left it. */
    byte[] letters() {
        return letters.array();
    }

    /** Both in one loop; what the shorter one writes beyond its end, the next block overwrites. */
    private static void write(long begins, long ends, int block, TokenRun tokens, int begun, int ended) {
        long restOfBegins = begins;
        long restOfEnds = ends;
        for (int i = 0; (restOfBegins | restOfEnds) != 0; i++) {
            tokens.from[begun + i] = block + Long.numberOfTrailingZeros(restOfBegins);
            tokens.to[ended + i] = block + Long.numberOfTrailingZeros(restOfEnds);
            restOfBegins &= restOfBegins - 1;
            restOfEnds &= restOfEnds - 1;
        }
    }

    /** Which bytes are from {@code first} to {@code last}: told by their highest bits, the others mean nothing. */
    private static long among(long bytes, int first, int last) {
        return (bytes + ONES * (0x80 - first)) & ~(bytes + ONES * (0x7f - last));
    }

    /** As {@link #among}. */
    private static long equal(long bytes, long others) {
        return ~((bytes ^ others) + ONES * 0x7f);
    }

    /** The answers of eight bytes as eight bits. */
    private static long gathered(long answers) {
        return (((answers & HIGH) >>> 7) * GATHER) >>> 56;
    }
}
