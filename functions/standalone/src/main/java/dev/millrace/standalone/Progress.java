package dev.millrace.standalone;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** Shows how long work goes on: one line that is drawn over on a terminal, a plain line now and then elsewhere. */
final class Progress {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(3);
    private static final int WIDTH = 30;

    private final PrintStream out;
    private final boolean terminal;
    private final InstantSource clock;
    private final Instant began;
    private Instant lastLine = Instant.EPOCH;
    private String lastTask = "";
    private boolean drawn;

    Progress(PrintStream out, boolean terminal, InstantSource clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.began = clock.instant();
    }

    /** {@code done} of {@code total} steps of a task; a total of 0: nobody knows how many. */
    synchronized void show(String task, long done, long total) {
        boolean last = total > 0 && done >= total;
        String text = total > 0
                ? String.format(Locale.ROOT, "%-28s %s %,d of %,d", task, bar(done, total), done, total)
                : task;
        if (terminal) {
            out.print("\r\033[K" + seconds() + text);
            out.flush();
            drawn = true;
            if (last) {
                end();
            }
        } else if (last || !task.equals(lastTask) || due()) {
            lastTask = task;
            lastLine = clock.instant();
            out.println(seconds() + (total > 0 ? task + ": " + done + " of " + total : task));
        }
    }

    /** A line that stays. */
    synchronized void say(String line) {
        end();
        out.println(seconds() + line);
    }

    private void end() {
        if (drawn) {
            out.println();
            drawn = false;
        }
    }

    private boolean due() {
        return !clock.instant().isBefore(lastLine.plus(BETWEEN_LINES));
    }

    private String seconds() {
        return String.format(
                Locale.ROOT,
                "%5.1f s  ",
                Duration.between(began, clock.instant()).toMillis() / 1000.0);
    }

    private static String bar(long done, long total) {
        int filled = (int) (WIDTH * Math.min(done, total) / total);
        return "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "]";
    }
}
