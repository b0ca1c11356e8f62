package dev.millrace.runtime;

import dev.millrace.document.TraceParent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where spans go: nowhere, or by OTLP to a receiver as Jaeger. A receiver that is away costs spans and a line in the log,
 * never a request. For any number of threads.
 */
public final class Tracing implements AutoCloseable {
    /** As long as an export may take, on a busy machine, too. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** What the end of a process may wait for the last one. */
    private static final Duration LAST = Duration.ofSeconds(3);

    private final @Nullable SdkTracerProvider provider;
    private final Tracer tracer;

    private Tracing(@Nullable SdkTracerProvider provider) {
        this.provider = provider;
        this.tracer = (provider == null ? TracerProvider.noop() : provider).get("dev.millrace");
    }

    /** No spans; trace ids are given out all the same. */
    public static Tracing off() {
        return new Tracing(null);
    }

    static Tracing of(Settings settings, CodeVersion code) {
        Optional<URI> receiver = receiver(settings);
        double share = share(settings);
        if (receiver.isEmpty()) {
            return off();
        }
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(receiver.get().resolve("/v1/traces").toString())
                .setTimeout(PATIENCE)
                .setConnectTimeout(PATIENCE)
                .build();
        return new Tracing(SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.of(
                        AttributeKey.stringKey("service.name"), "millrace-" + settings.function(),
                        AttributeKey.stringKey("service.version"), code.value(),
                        AttributeKey.stringKey("service.instance.id"), instance())))
                .setSampler(Sampler.parentBased(new ShareOfRequests(share)))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setExporterTimeout(PATIENCE)
                        .build())
                .build());
    }

    /** Throws {@link InvalidSetting} for a setting that is wrong. */
    @SuppressWarnings("CheckReturnValue") // what is wrong throws
    static void check(Settings settings) {
        receiver(settings);
        share(settings);
    }

    private static double share(Settings settings) {
        return settings.number("millrace.runtime.traces-share", 0, 1);
    }

    private static Optional<URI> receiver(Settings settings) {
        String key = "millrace.runtime.traces";
        String value = settings.string(key);
        if (value.equals("off")) {
            return Optional.empty();
        }
        return http(value).or(() -> {
            throw settings.invalid(key, "off, or a URL such as http://localhost:4318");
        });
    }

    private static Optional<URI> http(String value) {
        try {
            return Optional.of(URI.create(value))
                    .filter(url -> url.getHost() != null)
                    .filter(url -> "http".equals(url.getScheme()) || "https".equals(url.getScheme()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String instance() {
        return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("") + "/"
                + ProcessHandle.current().pid();
    }

    public Tracer tracer() {
        return tracer;
    }

    boolean on() {
        return provider != null;
    }

    /** A trace as the parent of spans that follow. */
    public static Context context(TraceParent trace) {
        TraceFlags flags = trace.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault();
        return Context.root()
                .with(Span.wrap(SpanContext.createFromRemoteParent(
                        trace.traceId(), trace.spanId(), flags, TraceState.getDefault())));
    }

    /** A span as others go on from it; {@code before} when there is none. */
    public static TraceParent following(Span span, TraceParent before) {
        SpanContext context = span.getSpanContext();
        return context.isValid()
                ? new TraceParent(context.getTraceId(), context.getSpanId(), context.isSampled())
                : before;
    }

    /** Sends what is left, for a few seconds. */
    @Override
    public void close() {
        if (provider != null) {
            provider.shutdown().join(LAST.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
