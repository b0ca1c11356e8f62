package dev.millrace.standalone;

import dev.millrace.document.JsonObject;
import dev.millrace.document.ModelName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Loads the samples through the system's own doors, trains a version of each model, and waits until it is served. */
final class FirstStart {
    private static final int BATCH = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Api api;
    private final Progress progress;
    private final LongSupplier nanos;

    FirstStart(Api api, Progress progress, LongSupplier nanos) {
        this.api = api;
        this.progress = progress;
        this.nanos = nanos;
    }

    void run(Samples samples) {
        send(samples);
        awaitStored(samples.count());
        for (ModelName model : samples.byModel().keySet()) {
            train(model);
        }
    }

    private void send(Samples samples) {
        long sent = 0;
        for (List<String> lines : samples.byModel().values()) {
            for (int from = 0; from < lines.size(); from += BATCH) {
                List<String> batch = lines.subList(from, Math.min(from + BATCH, lines.size()));
                JsonObject answer = api.postLines("/ingest", () -> Samples.body(batch));
                if (answer.integer("rejected", 0, Long.MAX_VALUE).orElseThrow() > 0) {
                    throw new StartException("POST /ingest rejected sample documents: does your models file change the"
                            + " models spam or iris? Start with --empty");
                }
                sent += batch.size();
                progress.show("sending sample documents", sent, samples.count());
            }
        }
    }

    private void awaitStored(long total) {
        long deadline = nanos.getAsLong() + PATIENCE.toNanos();
        while (true) {
            long lag = api.get("/topic").integer("in_flight", 0, Long.MAX_VALUE).orElseThrow();
            progress.show("cleaning and storing them", Math.max(0, total - lag), total);
            if (lag == 0) {
                return;
            }
            await(deadline, "the documents were not stored within " + PATIENCE.toMinutes() + " minutes");
        }
    }

    private void train(ModelName model) {
        String run = api.post("/train", "{\"model\": \"" + model + "\"}").requireString("run");
        long deadline = nanos.getAsLong() + PATIENCE.toNanos();
        while (true) {
            JsonObject state = api.get("/runs/" + run);
            String name = state.requireString("state");
            if (!name.equals("running")) {
                finished(model, name, state);
                return;
            }
            progress.show(
                    "training " + model
                            + state.string("phase").map(phase -> ": " + phase).orElse(""),
                    0,
                    0);
            await(deadline, "training " + model + " did not end within " + PATIENCE.toMinutes() + " minutes");
        }
    }

    private void finished(ModelName model, String state, JsonObject run) {
        String message = run.string("message").orElse("");
        if (!state.equals("published") && !state.equals("unchanged")) {
            throw new StartException("training " + model + " ended as " + state + ": " + message);
        }
        progress.say("trained " + model + ": " + message);
    }

    /** Waits until every model that has a champion is served. */
    void awaitServed() {
        long deadline = nanos.getAsLong() + PATIENCE.toNanos();
        List<String> waiting = waiting();
        while (!waiting.isEmpty()) {
            progress.show("loading " + String.join(", ", waiting), 0, 0);
            await(deadline, "predict did not load " + waiting);
            waiting = waiting();
        }
    }

    private List<String> waiting() {
        Map<String, Optional<String>> served = new HashMap<>();
        for (JsonObject model : api.get("/models").objects("models").orElseThrow()) {
            served.put(
                    model.requireString("name"),
                    model.object("serving").map(version -> version.requireString("version")));
        }
        List<String> waiting = new ArrayList<>();
        for (JsonObject model : api.get("/registry/models").objects("models").orElseThrow()) {
            String name = model.requireString("model");
            Optional<String> champion = champion(model);
            if (champion.isPresent() && !champion.equals(served.get(name))) {
                waiting.add(name + " " + champion.get());
            }
        }
        return waiting;
    }

    static Optional<String> champion(JsonObject model) {
        return model.object("aliases")
                .flatMap(aliases -> aliases.integer("champion", 1, Integer.MAX_VALUE))
                .map(String::valueOf);
    }

    private void await(long deadline, String otherwise) {
        if (nanos.getAsLong() - deadline > 0) {
            throw new StartException(otherwise);
        }
        LockSupport.parkNanos(LOOK.toNanos());
        if (Thread.interrupted()) {
            throw new StartException("interrupted");
        }
    }
}
