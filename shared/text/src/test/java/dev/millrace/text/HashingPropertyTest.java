package dev.millrace.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class HashingPropertyTest {

    /** 200,000 values into 2^32 meet 4.7 times on average; 30 would be no chance. */
    @Example
    void shortTokens_meetNoMoreOftenThanByChance() {
        long distinct = IntStream.range(0, 200_000)
                .map(i -> Hashing.finish(Hashing.add(Hashing.START, Integer.toString(i, 36))))
                .distinct()
                .count();
        assertThat(distinct).isGreaterThan(200_000 - 30);
    }

    @Property
    void joinedHashes_dependOnTheirOrder(
            @ForAll @IntRange(max = 1 << 20) int left, @ForAll @IntRange(min = (1 << 20) + 1) int right) {
        long a = Hashing.add(Hashing.START, left);
        long b = Hashing.add(Hashing.START, right);
        assertThat(Hashing.finish(Hashing.join(a, b))).isNotEqualTo(Hashing.finish(Hashing.join(b, a)));
    }
}
