package dev.millrace.runtime;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** {@code millrace_ready}: 1 while {@code /health/ready} says yes. */
@Singleton
final class ReadyMeter {
    ReadyMeter(MeterRegistry registry, Lifecycle lifecycle) {
        Gauge.builder("millrace.ready", lifecycle, now -> now.notReady().isEmpty() ? 1 : 0)
                .description("1: /health/ready says yes; 0: it does not.")
                .strongReference(true)
                .register(registry);
    }
}
