package dev.millrace.runtime;

import dev.millrace.document.Models;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** The beans that every function has. */
@Factory
final class RuntimeWiring {
    @Singleton
    Settings settings(Configuration configuration) {
        return new Settings(configuration);
    }

    @Singleton
    Models models(Settings settings) {
        return ModelsFile.read(settings.path("millrace.models-file"));
    }

    @Singleton
    CodeVersion codeVersion() {
        return CodeVersion.read();
    }

    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Singleton
    Lifecycle lifecycle(List<ReadinessCheck> readiness, List<LivenessCheck> liveness) {
        return new Lifecycle(readiness, liveness);
    }

    @Singleton
    @Bean(preDestroy = "close")
    Tracing tracing(Settings settings, CodeVersion code) {
        return Tracing.of(settings, code);
    }
}
