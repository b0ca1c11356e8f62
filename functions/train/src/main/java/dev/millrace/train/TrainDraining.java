package dev.millrace.train;

import dev.millrace.runtime.Draining;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of train: no new runs, and a short wait for the one under way, which ends at its next phase. */
final class TrainDraining implements Draining {
    private static final Logger LOG = LoggerFactory.getLogger(TrainDraining.class);
    /** After what brings documents, before what closes the database. */
    private static final int ORDER = 30;

    private final ScheduleTimer timer;
    private final Workshop workshop;
    private final Duration limit;

    TrainDraining(ScheduleTimer timer, Workshop workshop, Duration limit) {
        this.timer = timer;
        this.workshop = workshop;
        this.limit = limit;
    }

    @Override
    public int order() {
        return ORDER;
    }

    @Override
    public void drain() throws InterruptedException {
        timer.close();
        if (!workshop.close(limit)) {
            LOG.warn("the training under way did not end within {} ms: its run will be abandoned", limit.toMillis());
        }
    }
}
