package dev.millrace.runtime;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * How metrics are written: with exemplars where OpenMetrics 1.0 has them. Micrometer's default sets them at counts, too, for
 * which Prometheus 2.42 refuses the whole page.
 */
final class ExpositionConfig implements PrometheusConfig {
    @Override
    public @Nullable String get(String key) {
        return null;
    }

    @Override
    public Properties prometheusProperties() {
        Properties properties = PrometheusConfig.super.prometheusProperties();
        properties.setProperty("io.prometheus.exporter.exemplarsOnAllMetricTypes", "false");
        return properties;
    }
}
