package dev.millrace.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.InvalidInput;
import dev.millrace.document.ModelName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistryIT {
    private final StoreDatabase database = StoreDatabase.fresh();
    private final Registry registry = new Registry(database.as(DatabaseRole.TRAIN));
    private final Registry reader = new Registry(database.as(DatabaseRole.PREDICT));

    @AfterEach
    void close() {
        database.close();
    }

    private NewVersion version(String bytes, String status) {
        return new NewVersion(
                Rows.SPAM,
                bytes.getBytes(UTF_8),
                status,
                "{\"accuracy\": 0.9875}",
                "{\"snapshot\": \"abc\"}",
                List.of(new Mark(1, 0, 0, 10)),
                Optional.ofNullable(registry.aliases(Rows.SPAM).get(AliasChange.CHAMPION)));
    }

    private int publish(boolean promote) {
        return registry.publish(version("model", VersionInfo.PUBLISHED), promote, "train", "test")
                .version()
                .version();
    }

    @Test
    void promotedVersion_isChampionWithItsBytesHashAndMarks() {
        Published published = registry.publish(version("model", VersionInfo.PUBLISHED), true, "train", "first");

        VersionInfo info = reader.version(Rows.SPAM, 1).orElseThrow();
        assertThat(info).isEqualTo(published.version());
        assertThat(info.sha256()).isEqualTo("9372c470eeadd5ecd9c3c74c2b3cb633f8e2f2fad799250a0f70d652b6b825e4");
        assertThat(info.bytes()).isEqualTo(5);
        assertThat(info.metricsJson()).isEqualTo("{\"accuracy\": 0.9875}");
        assertThat(reader.bytes(Rows.SPAM, 1))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo("model".getBytes(UTF_8)));
        assertThat(reader.models()).containsExactly(Rows.SPAM);
        assertThat(reader.aliases()).isEqualTo(Map.of(Rows.SPAM, Map.of("champion", 1)));
        assertThat(registry.marks(Rows.SPAM, 1)).containsExactly(new Mark(1, 0, 0, 10));
        assertThat(published.promotion())
                .hasValueSatisfying(change -> assertThat(change.from()).isEmpty());
    }

    @Test
    void rejectedVersion_isKeptAndMovesNothing() {
        publish(true);
        Published rejected = registry.publish(version("worse", VersionInfo.REJECTED), false, "train", "worse");

        assertThat(rejected.version().version()).isEqualTo(2);
        assertThat(rejected.promotion()).isEmpty();
        assertThat(registry.aliases(Rows.SPAM)).isEqualTo(Map.of("champion", 1));
        assertThat(registry.versions(Rows.SPAM))
                .extracting(VersionInfo::status)
                .containsExactly("rejected", "published");
    }

    @Test
    void promotion_keepsTheOldChampionAsPreviousAndRollbackGoesBack() {
        publish(true);
        publish(true);
        assertThat(registry.aliases(Rows.SPAM)).isEqualTo(Map.of("champion", 2, "previous", 1));

        AliasChange back = registry.rollback(Rows.SPAM, "ada", "too many false alarms");

        assertThat(back.version()).isEqualTo(1);
        assertThat(back.from()).contains(2);
        assertThat(back.by()).isEqualTo("ada");
        assertThat(back.reason()).isEqualTo("too many false alarms");
        assertThat(reader.aliases(Rows.SPAM)).isEqualTo(Map.of("champion", 1, "previous", 2));
        assertThat(reader.history(Rows.SPAM)).hasSize(5).first().isEqualTo(back);
    }

    @Test
    void personMovesTheAlias_alsoToARejectedVersion() {
        publish(true);
        registry.publish(version("worse", VersionInfo.REJECTED), false, "train", "worse");

        registry.moveAlias(Rows.SPAM, "champion", 2, "ada", "the holdout is wrong");
        registry.moveAlias(Rows.SPAM, "challenger", 1, "ada", "to compare");

        assertThat(registry.aliases(Rows.SPAM)).isEqualTo(Map.of("champion", 2, "previous", 1, "challenger", 1));
    }

    @Test
    void aliasThatIsThereAlready_staysWithoutANewLine() {
        publish(true);
        AliasChange again = registry.moveAlias(Rows.SPAM, "champion", 1, "ada", "again");

        assertThat(again.by()).isEqualTo("train");
        assertThat(registry.history(Rows.SPAM)).hasSize(1);
    }

    @Test
    void previousThatAPersonSetToTheChampion_isNothingToRollBackTo() {
        publish(true);
        registry.moveAlias(Rows.SPAM, "previous", 1, "ada", "by mistake");

        assertThatExceptionOfType(NoPreviousException.class).isThrownBy(() -> registry.rollback(Rows.SPAM, "ada", "x"));
    }

    @Test
    void impossibleMoves_areRefused() {
        assertThatExceptionOfType(NoPreviousException.class).isThrownBy(() -> registry.rollback(Rows.SPAM, "ada", "x"));
        publish(true);
        assertThatExceptionOfType(NoPreviousException.class).isThrownBy(() -> registry.rollback(Rows.SPAM, "ada", "x"));
        assertThatExceptionOfType(UnknownVersionException.class)
                .isThrownBy(() -> registry.moveAlias(Rows.SPAM, "champion", 9, "ada", "x"))
                .withMessageContaining("no version 9");
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> registry.moveAlias(Rows.SPAM, "Champion!", 1, "ada", "x"));
    }

    @Test
    void history_saysWhichVersionWasLive() {
        Instant before = Instant.parse("2020-01-01T00:00:00Z");
        publish(true);
        Instant first = registry.history(Rows.SPAM).getFirst().at();
        publish(true);
        Instant second = registry.history(Rows.SPAM).getFirst().at();
        publish(false);

        assertThat(reader.liveAt(Rows.SPAM, before)).isEmpty();
        assertThat(reader.liveAt(Rows.SPAM, first)).map(AliasChange::version).contains(1);
        assertThat(reader.liveAt(Rows.SPAM, second.minusNanos(1000)))
                .map(AliasChange::version)
                .contains(1);
        assertThat(reader.liveAt(Rows.SPAM, second)).map(AliasChange::version).contains(2);
        assertThat(reader.liveAt(new ModelName("iris"), second)).isEmpty();
    }

    @Test
    void publishesAtOnce_getNumbersWithoutGapsAndOneChainOfChampions() throws Exception {
        List<Callable<Integer>> publishes = IntStream.range(0, 8)
                .<Callable<Integer>>mapToObj(i -> this::publishAtLast)
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> published : threads.invokeAll(publishes)) {
                assertThat(published.get()).isBetween(1, 8);
            }
        }

        assertThat(registry.aliases(Rows.SPAM)).isEqualTo(Map.of("champion", 8, "previous", 7));
        assertThat(registry.history(Rows.SPAM).stream()
                        .filter(change -> change.alias().equals("champion"))
                        .map(change -> change.from().orElse(0) + " to " + change.version()))
                .containsExactly("7 to 8", "6 to 7", "5 to 6", "4 to 5", "3 to 4", "2 to 3", "1 to 2", "0 to 1");
    }

    private int publishAtLast() {
        for (int attempt = 1; attempt <= 100; attempt++) {
            try {
                return publish(true);
            } catch (ChampionMovedException e) {
                Thread.onSpinWait(); // another was first: judge again
            }
        }
        throw new AssertionError("another was first 100 times");
    }

    @Test
    void championThatMovedSinceTheGate_refusesTheVersionAndLeavesNothing() {
        publish(true);
        NewVersion judgedAgainst1 = version("better than 1", VersionInfo.PUBLISHED);
        publish(true);

        for (boolean promote : List.of(true, false)) {
            assertThatExceptionOfType(ChampionMovedException.class)
                    .isThrownBy(() -> registry.publish(judgedAgainst1, promote, "train", "p = 0.01"))
                    .withMessageContaining("is version 2, judged was against version 1");
        }
        assertThat(registry.aliases(Rows.SPAM)).isEqualTo(Map.of("champion", 2, "previous", 1));
        assertThat(registry.versions(Rows.SPAM)).hasSize(2);
        assertThat(publish(false)).as("no number was used up").isEqualTo(3);
    }

    @Test
    void publishThatFails_leavesNothing() {
        publish(true);
        NewVersion broken = new NewVersion(
                Rows.SPAM, new byte[] {1}, VersionInfo.PUBLISHED, "{}", "no json", List.of(), Optional.of(1));

        assertThatThrownBy(() -> registry.publish(broken, true, "train", "test"))
                .matches(e -> !DatabaseErrors.isTransient(e));
        assertThat(registry.aliases(Rows.SPAM)).isEqualTo(Map.of("champion", 1));
        assertThat(publish(false)).as("its number was not used up").isEqualTo(2);
    }

    @Test
    void ownerWhoChangesAVersion_isRefusedToo() {
        publish(true);
        for (String sql : List.of(
                "UPDATE model_version SET bytes = 'x'",
                "DELETE FROM model_version",
                "TRUNCATE model_version CASCADE",
                "UPDATE alias_history SET reason = 'x'",
                "DELETE FROM alias_history",
                "UPDATE version_mark SET next_offset = 0")) {
            assertThatThrownBy(() -> database.owner().useHandle(handle -> handle.execute(sql)))
                    .as(sql)
                    .hasMessageContaining("append-only");
        }
    }

    @Test
    void bytesThatDoNotMatchTheirHash_cannotBeStored() {
        publish(true);
        assertThatThrownBy(() -> database.owner().useHandle(handle -> handle.execute("""
                        INSERT INTO model_version (model, version, status, bytes, sha256, metrics, lineage)
                        VALUES ('spam', 2, 'published', 'x', 'abc', '{}', '{}')
                        """)))
                .hasMessageContaining("model_version_sha256_matches");
    }
}
