package dev.millrace.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.Models;
import dev.millrace.store.DatabaseRole;
import dev.millrace.store.RunLock;
import dev.millrace.testkit.SampleDocuments;
import dev.millrace.testkit.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OnceJobIT {
    private final TestDatabase database = TestDatabase.fresh();
    private final Stock stock = new Stock(database);
    private final Bench bench = new Bench(database);
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @AfterEach
    void close() {
        bench.close();
        stock.close();
    }

    @Test
    void publishedAndUnchanged_exitWithZeroAndSayWhich() {
        stock.add(SampleDocuments.iris());

        assertThat(job(0.05).train("iris")).isZero();
        assertThat(job(0.05).train("iris")).isZero();

        assertThat(printed.toString(UTF_8).lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("iris published: "),
                        line -> assertThat(line).startsWith("iris unchanged: "));
    }

    @Test
    void rejectedByTheGate_exitsWithThreeAndPrintsTheReasons() {
        stock.add(SampleDocuments.iris());
        job(0.05).train("iris");

        assertThat(job(0.04).train("iris")).isEqualTo(3); // the same classifier again: no gain

        assertThat(printed.toString(UTF_8)).contains("iris rejected: version 2 is kept, the champion stays: ");
    }

    @Test
    void nothingToLearnFrom_exitsWithOne() {
        assertThat(job(0.05).train("iris")).isEqualTo(1);
        assertThat(printed.toString(UTF_8)).startsWith("iris failed: ");
    }

    @Test
    void unknownModel_exitsWithOneAndNamesTheKnown() {
        assertThat(job(0.05).train("roses")).isEqualTo(1);
        assertThat(printed.toString(UTF_8)).contains("'roses'").contains("[iris]");
    }

    @Test
    void runUnderWay_exitsWithOneAndNamesIt() throws Exception {
        try (var other = database.open(DatabaseRole.TRAIN);
                var held = new RunLock(other).tryAcquire(Bench.IRIS.name()).orElseThrow()) {
            var run = bench.table.start(Bench.IRIS.name(), "test");

            assertThat(job(0.05).train("iris")).isEqualTo(1);
            assertThat(held.stillHeld()).isTrue();
            assertThat(printed.toString(UTF_8)).contains(run.id().toString());
        }
    }

    private OnceJob job(double level) {
        Models models = new Models(List.of(Bench.withLevel(Bench.IRIS, level)));
        return new OnceJob(models, bench.runs, new PrintStream(printed, true, UTF_8));
    }
}
