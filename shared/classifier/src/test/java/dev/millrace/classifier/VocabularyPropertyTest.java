package dev.millrace.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class VocabularyPropertyTest {

    @Property
    void vocabulary_holdsWhatAMapWouldCount(
            @ForAll @Size(max = 30) List<@Size(max = 40) List<@IntRange(min = -20, max = 20) Integer>> documents,
            @ForAll @IntRange(min = 1, max = 3) int minDocuments) {
        DocumentFrequencies frequencies = new DocumentFrequencies();
        Map<Integer, Integer> expected = new HashMap<>();
        for (List<Integer> document : documents) {
            frequencies.add(document.stream().mapToInt(Integer::intValue).toArray());
            document.stream().distinct().forEach(hash -> expected.merge(hash, 1, Integer::sum));
        }
        expected.values().removeIf(count -> count < minDocuments);

        Vocabulary vocabulary = frequencies.vocabulary(minDocuments);
        assertThat(vocabulary.size()).isEqualTo(expected.size());
        for (int hash = -25; hash <= 25; hash++) {
            int feature = vocabulary.find(hash);
            assertThat(feature >= 0).isEqualTo(expected.containsKey(hash));
            if (feature >= 0) {
                assertThat(vocabulary.hash(feature)).isEqualTo(hash);
                assertThat(vocabulary.frequency(feature)).isEqualTo(expected.get(hash));
                assertThat((double) vocabulary.weight(feature))
                        .isCloseTo(
                                Math.log((1.0 + documents.size()) / (1.0 + vocabulary.frequency(feature))) + 1,
                                within(1e-6));
            }
        }
    }

    @Property(tries = 50)
    void hashesBeyondTheFirstTable_areAllFound(@ForAll @IntRange(min = 1, max = 20_000) int size, @ForAll int start) {
        int[] hashes = new int[size];
        Arrays.setAll(hashes, i -> start + i * 0x01000193);
        DocumentFrequencies frequencies = new DocumentFrequencies();
        frequencies.add(hashes);
        Vocabulary vocabulary = frequencies.vocabulary(1);
        assertThat(vocabulary.size()).isEqualTo(size);
        assertThat(Arrays.stream(hashes)).allMatch(hash -> vocabulary.hash(vocabulary.find(hash)) == hash);
        assertThat(Arrays.stream(hashes).map(vocabulary::find).distinct().count())
                .isEqualTo(size);
    }
}
