package dev.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPrometheusTest {
    @TempDir
    Path folder;

    @Test
    void programThatEnds_isAFaultThatNamesItsLog() throws IOException {
        Path program = Files.createFile(
                folder.resolve("prometheus"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(program, "#!/bin/sh\necho no such flag\nexit 1\n");
        Path configuration = Path.of("../../observability/prometheus");

        assertThatThrownBy(() -> LocalPrometheus.start(
                        program, configuration, folder.resolve("data"), URI.create("http://127.0.0.1:8000")))
                .isInstanceOf(StartException.class)
                .hasMessage("Prometheus has ended: " + folder.resolve("data/prometheus.log") + " says why");
    }
}
