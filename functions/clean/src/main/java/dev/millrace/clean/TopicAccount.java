package dev.millrace.clean;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.millrace.store.Accounting;
import dev.millrace.store.Accounting.PartitionTotals;
import dev.millrace.store.Mark;
import dev.millrace.store.TopicGeneration;
import dev.millrace.store.Topics;
import dev.millrace.topic.TopicState;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the topic's log stands against the marks and rows: what is on its way, and whether every record is accounted for. */
final class TopicAccount {
    private final Topics topics;
    private final Accounting accounting;
    private final Partitions partitions;

    TopicAccount(Topics topics, Accounting accounting, Partitions partitions) {
        this.topics = topics;
        this.accounting = accounting;
        this.partitions = partitions;
    }

    /**
     * The topic now; cheap.
     *
     * @param generation 0 before the first start of clean
     * @param inFlight records that are in the log and not yet stored
     */
    @Serdeable
    record View(
            String topic,
            @Nullable @JsonProperty("topic_id") String topicId,
            int generation,
            @JsonProperty("in_flight") long inFlight,
            List<PartitionView> partitions) {}

    /**
     * One partition.
     *
     * @param next its mark: all records before it are rows
     * @param state {@code running}, {@code waiting}, {@code stopped}; {@code elsewhere} when another replica has it
     */
    @Serdeable
    record PartitionView(
            int partition,
            long first,
            long next,
            @Nullable @JsonProperty("log_first") Long logFirst,
            @Nullable @JsonProperty("log_end") Long logEnd,
            @Nullable Long lag,
            String state,
            @Nullable String reason) {}

    /** The account of all generations, counted from rows; reads the keys of both tables. */
    @Serdeable
    record Account(boolean balanced, long stored, long dead, long redriven, List<Line> partitions) {}

    /** {@code next - first = stored + dead}, else rows were changed by hand. */
    @Serdeable
    record Line(
            int generation,
            int partition,
            long first,
            long next,
            long stored,
            long dead,
            long redriven,
            boolean balanced) {}

    View view(TopicState seen) {
        Optional<TopicGeneration> newest = topics.newest();
        List<PartitionView> views =
                newest.map(generation -> topics.marks(generation.generation())).orElse(List.of()).stream()
                        .map(mark -> view(mark, seen))
                        .toList();
        long inFlight = views.stream()
                .mapToLong(view -> view.lag() == null ? 0 : view.lag())
                .sum();
        return new View(
                seen.sentence(),
                seen instanceof TopicState.Good good ? good.topicId() : null,
                newest.map(TopicGeneration::generation).orElse(0),
                inFlight,
                views);
    }

    Account account() {
        Accounting.Totals totals = accounting.totals();
        List<Line> lines = totals.partitions().stream().map(TopicAccount::line).toList();
        return new Account(totals.balanced(), totals.stored(), totals.dead(), totals.redriven(), lines);
    }

    private PartitionView view(Mark mark, TopicState seen) {
        TopicState.@Nullable Range log =
                seen instanceof TopicState.Good good ? good.offsets().get(mark.partition()) : null;
        Optional<PartitionState> here = partitions.get(mark.partition());
        return new PartitionView(
                mark.partition(),
                mark.first(),
                mark.next(),
                log == null ? null : (Long) log.first(),
                log == null ? null : (Long) log.end(),
                log == null ? null : (Long) Math.max(0, log.end() - mark.next()),
                here.map(TopicAccount::word).orElse("elsewhere"),
                here.map(TopicAccount::reason).orElse(null));
    }

    private static String word(PartitionState state) {
        return switch (state) {
            case PartitionState.Running running -> "running";
            case PartitionState.Waiting waiting -> "waiting";
            case PartitionState.Stopped stopped -> "stopped";
        };
    }

    private static @Nullable String reason(PartitionState state) {
        return switch (state) {
            case PartitionState.Running running -> null;
            case PartitionState.Waiting waiting -> waiting.why();
            case PartitionState.Stopped stopped -> stopped.code() + ": " + stopped.why();
        };
    }

    private static Line line(PartitionTotals totals) {
        return new Line(
                totals.mark().generation(),
                totals.mark().partition(),
                totals.mark().first(),
                totals.mark().next(),
                totals.stored(),
                totals.dead(),
                totals.redriven(),
                totals.balanced());
    }
}
