package dev.millrace.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * A log event as one line for people. Control characters, line breaks among them, become a space: nothing that was sent to
 * us can forge a line or colour a terminal.
 */
final class PlainLines extends EncoderBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private final ThrowableProxyConverter stack = new ThrowableProxyConverter();

    @Override
    public void start() {
        stack.start();
        super.start();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String logger = event.getLoggerName();
        LocalTime time = LocalTime.ofInstant(event.getInstant(), ZoneId.systemDefault());
        StringBuilder line = new StringBuilder(200)
                .append("%s %-5s %-20s "
                        .formatted(TIME.format(time), event.getLevel(), logger.substring(logger.lastIndexOf('.') + 1)))
                .append(event.getFormattedMessage());
        String trace = event.getMDCPropertyMap().get(Traces.TRACE_ID);
        if (trace != null) {
            line.append(" trace_id=").append(trace);
        }
        if (event.getThrowableProxy() != null) {
            line.append(' ').append(stack.convert(event));
        }
        return (line.toString().replaceAll("[\\p{Cc}\\u2028\\u2029]+", " ").stripTrailing() + "\n").getBytes(UTF_8);
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
