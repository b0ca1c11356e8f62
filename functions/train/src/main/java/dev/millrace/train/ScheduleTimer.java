package dev.millrace.train;

import dev.millrace.runtime.LivenessCheck;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ticks the schedule each second while the server runs; a one-shot job has no server, and so no schedule. */
final class ScheduleTimer implements ApplicationEventListener<ServerStartupEvent>, LivenessCheck, AutoCloseable {
    private final TrainSchedule schedule;
    private final Thread thread = Thread.ofVirtual().name("train-schedule").unstarted(this::run);
    private final CountDownLatch closed = new CountDownLatch(1);

    ScheduleTimer(TrainSchedule schedule) {
        this.schedule = schedule;
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        thread.start();
    }

    private void run() {
        try {
            do {
                schedule.tick();
            } while (!closed.await(1, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String name() {
        return "train-schedule";
    }

    @Override
    public Optional<String> dead() {
        return thread.getState() == Thread.State.TERMINATED && closed.getCount() > 0
                ? Optional.of("the schedule's thread died: the log says of what")
                : Optional.empty();
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
