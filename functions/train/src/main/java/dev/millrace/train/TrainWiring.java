package dev.millrace.train;

import dev.millrace.document.Models;
import dev.millrace.runtime.CodeVersion;
import dev.millrace.runtime.Settings;
import dev.millrace.runtime.Tracing;
import dev.millrace.store.Database;
import dev.millrace.store.Registry;
import dev.millrace.store.RunLock;
import dev.millrace.store.Snapshots;
import dev.millrace.store.TrainingRuns;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The beans of train. Those of types that other functions have, too, are named: all may run in one process. */
@Factory
final class TrainWiring {
    @Singleton
    TrainSettings settings(Settings settings) {
        return TrainSettings.of(settings);
    }

    @Singleton
    @Named("train")
    @Bean(preDestroy = "close")
    Database database(TrainSettings settings, MeterRegistry meters) {
        return Database.open(settings.database(), meters);
    }

    @Singleton
    @Named("train")
    Registry registry(@Named("train") Database database) {
        return new Registry(database);
    }

    @Singleton
    @Named("train")
    TrainingRuns table(@Named("train") Database database) {
        return new TrainingRuns(database);
    }

    @Singleton
    KnownModels known(Models models, @Named("train") Registry registry) {
        return new KnownModels(models, registry);
    }

    @Singleton
    Workshop workshop(TrainSettings settings) {
        return new Workshop(settings.workers(), settings.waiting());
    }

    @Singleton
    RunWatch watch(Workshop workshop) {
        return new RunWatch(workshop);
    }

    @Singleton
    Trainer trainer(
            @Named("train") Database database,
            @Named("train") Registry registry,
            @Named("train") TrainingRuns table,
            CodeVersion code) {
        return new Trainer(new Snapshots(database), registry, table, code.value(), System::nanoTime);
    }

    @Singleton
    Runs runs(
            @Named("train") Database database,
            @Named("train") TrainingRuns table,
            Trainer trainer,
            RunWatch watch,
            Workshop workshop,
            Models models,
            Tracing tracing,
            MeterRegistry meters) {
        RunMeters runMeters = new RunMeters(meters, models);
        RunExecution execution = new RunExecution(trainer, table, watch, runMeters, tracing.tracer(), System::nanoTime);
        return new Runs(table, new RunLock(database), execution, runMeters, watch, workshop);
    }

    @Singleton
    TrainSchedule schedule(Models models, Runs runs, Clock clock) {
        return new TrainSchedule(models, runs, clock);
    }

    @Singleton
    @Bean(preDestroy = "close")
    ScheduleTimer timer(TrainSchedule schedule) {
        return new ScheduleTimer(schedule);
    }

    @Singleton
    TrainDraining draining(ScheduleTimer timer, Workshop workshop, TrainSettings settings) {
        return new TrainDraining(timer, workshop, settings.drainLimit());
    }

    @Singleton
    DatabaseReadiness readiness(@Named("train") Database database) {
        return new DatabaseReadiness(database);
    }
}
