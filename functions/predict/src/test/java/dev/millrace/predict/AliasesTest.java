package dev.millrace.predict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AliasesTest {
    private static final Map<String, Integer> REGISTRY = Map.of("champion", 5, "previous", 4, "challenger", 6);

    @Test
    void withoutPin_theChampionIsWanted() {
        Aliases aliases = Aliases.of(Optional.empty(), REGISTRY, Set.of());

        assertThat(aliases.wanted()).contains(5);
        assertThat(aliases.all()).containsExactly(5, 4);
        assertThat(aliases.successors()).containsExactly(5);
    }

    @Test
    void withPin_itIsWantedBeforeTheChampion() {
        Aliases aliases = Aliases.of(Optional.of(4), REGISTRY, Set.of());

        assertThat(aliases.wanted()).contains(4);
        assertThat(aliases.all()).containsExactly(4, 5);
        assertThat(aliases.successors()).containsExactly(4, 5);
        assertThat(aliases.nameOf(4)).isEqualTo("pinned");
        assertThat(aliases.nameOf(5)).isEqualTo("champion");
        assertThat(aliases.nameOf(7)).isEqualTo("none");
    }

    @Test
    void modelThatTheRegistryDoesNotKnow_hasNone() {
        assertThat(Aliases.of(Optional.empty(), Map.of(), Set.of())).isEqualTo(Aliases.NONE);
    }

    @Test
    void heldVersion_isToBeLoadedButNeverWanted() {
        Aliases aliases = Aliases.of(Optional.empty(), REGISTRY, Set.of(2, 5));

        assertThat(aliases.all()).as("the least wanted last").containsExactly(5, 4, 2);
        assertThat(aliases.named()).containsExactly(5, 4);
        assertThat(aliases.successors()).containsExactly(5);
        assertThat(aliases.nameOf(2)).isEqualTo("held");
        assertThat(aliases.nameOf(5)).as("a better name goes first").isEqualTo("champion");
    }

    @Test
    void heldVersionOfAModelWithoutChampion_isNotWanted() {
        Aliases aliases = Aliases.of(Optional.empty(), Map.of(), Set.of(2));

        assertThat(aliases.wanted()).isEmpty();
        assertThat(aliases.all()).containsExactly(2);
    }

    @Test
    void names_standForTheirVersions() {
        Aliases aliases = Aliases.of(Optional.of(3), REGISTRY, Set.of(2));

        assertThat(aliases.find("pinned")).contains(3);
        assertThat(aliases.find("champion")).contains(5);
        assertThat(aliases.find("previous")).contains(4);
        assertThat(aliases.find("challenger")).as("is not loaded").isEmpty();
        assertThat(aliases.find("held")).isEmpty();
        assertThat(aliases.find("2")).isEmpty();
    }
}
