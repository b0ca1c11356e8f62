package dev.millrace.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a killed process leaves: {@code postmaster.pid}, and mostly the server itself, which outlives it. The caller holds
 * the folder's lock, so whatever is found belongs to nobody any more.
 */
final class PostgresLeftover {
    /** More than any system gives: PostgreSQL then sees that the process is gone, and makes its other checks. */
    private static final String NO_PROCESS = "999999999";

    private final Path server;
    private final PostgresProgram program;

    PostgresLeftover(Path server, PostgresProgram program) {
        this.server = server;
        this.program = program;
    }

    /** Stops a server of exactly this folder, and takes a number away that meanwhile belongs to another program. */
    void clear() throws IOException {
        Path file = server.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return;
        }
        List<String> lines = Files.readAllLines(file);
        Optional<ProcessHandle> process = lines.stream().findFirst().flatMap(PostgresLeftover::process);
        if (process.isEmpty()) {
            return; // dead: PostgreSQL sees that itself
        }
        if (serves(process.get())) {
            stop(process.get());
        } else {
            Files.writeString(file, NO_PROCESS + "\n" + String.join("\n", lines.subList(1, lines.size())) + "\n");
        }
    }

    private static Optional<ProcessHandle> process(String pid) {
        return pid.matches("\\d{1,10}") ? ProcessHandle.of(Long.parseLong(pid)) : Optional.empty();
    }

    private boolean serves(ProcessHandle process) {
        List<String> arguments = List.of(process.info().arguments().orElse(new String[0]));
        boolean postgres = process.info()
                .command()
                .filter(command -> command.endsWith("/postgres"))
                .isPresent();
        return postgres && arguments.contains(server.toString());
    }

    private void stop(ProcessHandle process) {
        PostgresProgram.Ended ended = program.run("pg_ctl", EmbeddedPostgres.stopArguments(server));
        if (!ended.well()) {
            throw new EmbeddedStartException("A PostgreSQL of a Millrace that was killed still uses " + server
                    + " and does not stop (" + ended.output() + "): end process " + process.pid() + ".");
        }
    }
}
