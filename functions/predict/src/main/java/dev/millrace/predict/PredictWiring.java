package dev.millrace.predict;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.millrace.document.Models;
import dev.millrace.runtime.FailureAnswers;
import dev.millrace.runtime.Settings;
import dev.millrace.store.Database;
import dev.millrace.store.ModelNotices;
import dev.millrace.store.Registry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The beans of predict. Those of types that other functions have too are named, since all may share one process. */
@Factory
final class PredictWiring {
    @Singleton
    PredictSettings settings(Settings settings, Models models) {
        return PredictSettings.of(settings, models);
    }

    @Singleton
    @Named("predict")
    @Bean(preDestroy = "close")
    Database database(PredictSettings settings, MeterRegistry meters) {
        return Database.open(settings.database(), meters);
    }

    @Singleton
    HeldVersions heldVersions() {
        return new HeldVersions();
    }

    @Singleton
    Reloader reloader(
            Models models,
            @Named("predict") Database database,
            PredictSettings settings,
            HeldVersions held,
            MeterRegistry meters,
            Clock clock) {
        return new Reloader(models, new Registry(database), settings, held, new PredictMetrics(meters), clock);
    }

    @Context
    @Bean(preDestroy = "close")
    ReloadLoop reloadLoop(Reloader reloader, PredictSettings settings) {
        ReloadLoop loop = new ReloadLoop(reloader, settings.poll());
        loop.start();
        return loop;
    }

    @Context
    @Named("predict")
    @Bean(preDestroy = "close")
    ModelNotices notices(PredictSettings settings, ReloadLoop loop) {
        return new ModelNotices(settings.database(), loop::notice, loop::look);
    }

    @Singleton
    Predictor predictor(Models models, Reloader reloader) {
        return new Predictor(models, reloader::loaded, UuidCreator::getTimeOrderedEpochFast);
    }

    @Singleton
    Versions versions(Models models, Reloader reloader) {
        return new Versions(models, reloader::loaded);
    }

    @Singleton
    Repository repository(Versions versions, Reloader reloader, HeldVersions held, ReloadLoop loop) {
        return new Repository(versions, reloader::loaded, held, loop);
    }

    @Singleton
    InstancesReader instancesReader(PredictSettings settings) {
        return new InstancesReader(settings.instanceLimit());
    }

    @Singleton
    InferReader inferReader(PredictSettings settings) {
        return new InferReader(settings.instanceLimit());
    }

    @Singleton
    QuestionReader questionReader(PredictSettings settings) {
        return new QuestionReader(settings.instanceLimit());
    }

    @Singleton
    @Bean(preDestroy = "close")
    BodyLanes bodyLanes(PredictSettings settings, FailureAnswers failures) {
        return new BodyLanes(failures, settings.bodyLimit(), settings.bodyMemory(), settings.pendingLimit());
    }

    @Singleton
    PredictReadiness readiness(Reloader reloader) {
        return new PredictReadiness(reloader::loaded);
    }

    @Singleton
    ReloadLiveness liveness(ReloadLoop loop) {
        return new ReloadLiveness(loop);
    }
}
