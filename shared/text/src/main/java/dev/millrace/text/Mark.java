package dev.millrace.text;

import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A feature of a text beside its words: its text, for people, begins with a parenthesis and holds a space, as no token
 * does.
 */
record Mark(String text, int hash) {
    /** Goes before the host of a link. */
    static final String HOST = "(link to) ";

    /** One for each word in capitals. */
    static final Mark CAPITALS = of("(word in capitals)");

    /** How many of the words are in capitals, to the nearest tenth. */
    private static final Mark[] SHARES = marks(11, tenths -> "(words in capitals: about " + 10 * tenths + " %)");

    /** How long the text is: the power of two at or below its number of words. */
    private static final Mark[] LENGTHS = marks(31, power -> "(words: " + (1L << power) + " or more)");

    static final long HOST_START = Hashing.add(Hashing.START, HOST);

    static Mark share(int capitals, int words) {
        return SHARES[Math.round(10f * capitals / words)];
    }

    static Mark length(int words) {
        return LENGTHS[31 - Integer.numberOfLeadingZeros(words)];
    }

    private static Mark of(String text) {
        return new Mark(text, Hashing.finish(Hashing.add(Hashing.START, text)));
    }

    private static Mark[] marks(int count, IntFunction<String> text) {
        return IntStream.range(0, count).mapToObj(i -> of(text.apply(i))).toArray(Mark[]::new);
    }
}
