package dev.millrace.train;

import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelName;
import dev.millrace.document.Models;
import dev.millrace.store.DatabaseErrors;
import io.micronaut.scheduling.cron.CronExpression;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Begins the runs that models.yml schedules, in UTC. Each replica of train has one; who is first in a minute has the run. A
 * minute that passed while no replica ran is not made up: the next run sees the same documents. For one thread.
 */
final class TrainSchedule {
    private static final Logger LOG = LoggerFactory.getLogger(TrainSchedule.class);

    private final List<ModelDefinition> models;
    private final Map<ModelName, CronExpression> crons = new HashMap<>();
    private final Runs runs;
    private final Clock clock;
    private Instant minute = Instant.MIN;
    private boolean waiting;
    private final List<ModelDefinition> todo = new ArrayList<>();

    TrainSchedule(Models models, Runs runs, Clock clock) {
        this.models = List.copyOf(models.all());
        this.runs = runs;
        this.clock = clock;
        this.models.forEach(model ->
                model.schedule().ifPresent(cron -> crons.put(model.name(), CronExpression.create("0 " + cron))));
    }

    /** To be called more than once a minute. What fails is tried again at the next call within the minute. */
    void tick() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        if (!now.equals(minute)) {
            minute = now;
            todo.clear();
            todo.addAll(models);
        }
        todo.removeIf(this::done);
    }

    private boolean done(ModelDefinition model) {
        try {
            int abandoned = runs.abandonStale(model.name());
            if (abandoned > 0) {
                about(model, Level.WARN)
                        .log(
                                "model {}: {} runs abandoned, their process ended before they did",
                                model.name(),
                                abandoned);
            }
            boolean done = !isDue(model) || begun(model);
            waiting = false;
            return done;
        } catch (RuntimeException e) {
            if (!waiting) { // once an outage
                LOG.warn("the schedule waits since {}: {}", minute, DatabaseErrors.sentence(e));
            }
            waiting = true;
            return false;
        }
    }

    private boolean isDue(ModelDefinition model) {
        CronExpression cron = crons.get(model.name());
        return cron != null
                && cron.nextTimeAfter(minute.minusSeconds(1).atZone(ZoneOffset.UTC))
                        .toInstant()
                        .equals(minute);
    }

    private boolean begun(ModelDefinition model) {
        switch (runs.startScheduled(model, minute)) {
            case Start.Begun begun ->
                about(model, Level.INFO)
                        .log("model {}: run {} of {}", model.name(), begun.run().id(), minute);
            case Start.Taken taken ->
                about(model, Level.DEBUG).log("model {}: a replica has the run of {}", model.name(), minute);
            case Start.UnderWay other ->
                about(model, Level.INFO).log("model {}: no run of {}, one is under way", model.name(), minute);
            case Start.Full full -> {
                about(model, Level.WARN).log("model {}: no run of {} yet, too many wait", model.name(), minute);
                return false;
            }
        }
        return true;
    }

    private static LoggingEventBuilder about(ModelDefinition model, Level level) {
        return LOG.atLevel(level).addKeyValue("model", model.name().value());
    }
}
