package dev.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path folder;

    @Test
    void folderInUse_isRefusedUntilItIsLetGo() {
        try (DataFolder held = DataFolder.hold(folder)) {
            assertThat(held.samplesLoaded()).isFalse();
            assertThatThrownBy(() -> DataFolder.hold(folder))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("in use by another Millrace");
        }
        DataFolder.hold(folder).close();
    }

    @Test
    void samplesOnceLoaded_areRemembered() {
        try (DataFolder held = DataFolder.hold(folder)) {
            held.rememberSamples();
        }
        try (DataFolder again = DataFolder.hold(folder)) {
            assertThat(again.samplesLoaded()).isTrue();
        }
    }

    @Test
    void throwAwayFolder_isGoneAtTheEnd() throws IOException {
        Path path;
        try (DataFolder held = DataFolder.throwAway()) {
            path = held.path();
            Files.writeString(Files.createDirectories(held.resolve("kafka/x")).resolve("file"), "data");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void folderThatCannotBeMade_isOneClearLine() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        assertThatThrownBy(() -> DataFolder.hold(file.resolve("data")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("--data");
    }
}
