package dev.millrace.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import dev.millrace.document.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogLinesTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static String line(Encoder<ILoggingEvent> encoder, String message, Throwable failure) {
        LoggerContext context = new LoggerContext();
        LoggingEvent event = new LoggingEvent(
                "", context.getLogger("dev.millrace.sample.Sample"), Level.WARN, message, failure, new Object[0]);
        event.setMDCPropertyMap(Map.of(Traces.TRACE_ID, TRACE));
        encoder.setContext(context);
        encoder.start();
        return new String(encoder.encode(event), UTF_8);
    }

    @Test
    void plainEvent_isOneLineWithNoControlCharacter() {
        String line =
                line(new PlainLines(), "one\r\n\u2028\u0085two\u001b[31m", new IllegalStateException("bad\nthing"));

        assertThat(line)
                .containsPattern("^\\d\\d:\\d\\d:\\d\\d\\.\\d{3} WARN  Sample +one two \\[31m trace_id=" + TRACE
                        + " java.lang.IllegalStateException: bad thing at dev.millrace")
                .endsWith("\n")
                .containsOnlyOnce("\n")
                .doesNotContain("\u001b", "\r", "\u2028", "\u0085");
    }

    @Test
    void jsonEvent_isOneLineOfJson() {
        String line = line(new JsonLines("ingest"), "one\r\n\"two\"", new IllegalStateException("bad\nthing"));

        assertThat(line).endsWith("\n").containsOnlyOnce("\n");
        JsonObject json = JsonObject.parse(line.getBytes(UTF_8));
        assertThat(json.requireString("level")).isEqualTo("WARN");
        assertThat(json.requireString("logger")).isEqualTo("dev.millrace.sample.Sample");
        assertThat(json.requireString("message")).isEqualTo("one\r\n\"two\"");
        assertThat(json.requireString(Traces.TRACE_ID)).isEqualTo(TRACE);
        assertThat(json.requireString("error")).startsWith("java.lang.IllegalStateException: bad");
        assertThat(json.requireString("time")).endsWith("Z");
    }
}
