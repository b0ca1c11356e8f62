package dev.millrace.runtime;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A log event as one line of JSON: time, level, function, logger, thread, message, the MDC (trace_id), key-value pairs
 * (model, model_version), error.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {
    private final ThrowableProxyConverter stack = new ThrowableProxyConverter();
    private final String function;

    /** @param function what the process is; empty before that is known */
    JsonLines(String function) {
        this.function = function;
    }

    @Override
    public void start() {
        stack.start();
        super.start();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", event.getInstant().toString());
        line.put("level", event.getLevel().toString());
        if (!function.isEmpty()) {
            line.put("function", function);
        }
        line.put("logger", event.getLoggerName());
        line.put("thread", event.getThreadName());
        line.put("message", event.getFormattedMessage());
        line.putAll(event.getMDCPropertyMap());
        if (event.getKeyValuePairs() != null) {
            event.getKeyValuePairs().forEach(pair -> line.putIfAbsent(pair.key, pair.value));
        }
        if (event.getThrowableProxy() != null) {
            line.put("error", stack.convert(event));
        }
        byte[] json = Json.bytes(line);
        byte[] whole = Arrays.copyOf(json, json.length + 1);
        whole[json.length] = '\n';
        return whole;
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
