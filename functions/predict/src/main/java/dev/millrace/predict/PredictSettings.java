package dev.millrace.predict;

import dev.millrace.document.InvalidInput;
import dev.millrace.document.ModelName;
import dev.millrace.document.Models;
import dev.millrace.runtime.Settings;
import dev.millrace.store.DatabaseRole;
import dev.millrace.store.DatabaseSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of predict; {@code predict.yml} says what each means.
 *
 * @param memoryLimit bytes
 * @param bodyLimit bytes
 * @param bodyMemory bytes
 * @param pendingLimit bytes for each processor
 */
record PredictSettings(
        DatabaseSettings database,
        Duration poll,
        Map<ModelName, Integer> pins,
        long memoryLimit,
        int bodyLimit,
        int bodyMemory,
        int pendingLimit,
        int instanceLimit) {
    private static final String PREFIX = "millrace.predict.";
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;
    private static final Pattern PIN = Pattern.compile("([^=]+)=([1-9]\\d{0,8})");

    PredictSettings {
        pins = Map.copyOf(pins);
    }

    static PredictSettings of(Settings settings, Models models) {
        int bodyLimit = settings.integer(PREFIX + "body-limit", 1, 256) * MIB;
        return new PredictSettings(
                new DatabaseSettings(
                        settings.databaseUrl(PREFIX + "database.url"),
                        DatabaseRole.PREDICT.user(),
                        settings.string(PREFIX + "database.password"),
                        settings.integer(PREFIX + "database.pool-size", 1, 16)),
                poll(settings),
                pins(settings, models),
                (long) settings.integer(PREFIX + "memory-limit", 1, 1 << 20) * MIB,
                bodyLimit,
                Math.max(bodyLimit, settings.integer(PREFIX + "body-memory", 1, 1024) * MIB),
                settings.integer(PREFIX + "pending-limit", 1, 65_536) * KIB,
                settings.integer(PREFIX + "instance-limit", 1, 1_000_000));
    }

    private static Duration poll(Settings settings) {
        Duration poll = settings.duration(PREFIX + "poll");
        if (poll.compareTo(Duration.ofMillis(100)) < 0) {
            throw settings.invalid(PREFIX + "poll", "at least 100ms");
        }
        return poll;
    }

    private static Map<ModelName, Integer> pins(Settings settings, Models models) {
        String key = PREFIX + "pins";
        Map<ModelName, Integer> pins = new HashMap<>();
        for (String pin : settings.list(key)) {
            Matcher form = PIN.matcher(pin);
            if (!form.matches()) {
                throw settings.invalid(key, "model=version between commas, as spam=3,iris=1");
            }
            try {
                pins.put(models.require(new ModelName(form.group(1).strip())).name(), Integer.valueOf(form.group(2)));
            } catch (InvalidInput e) {
                throw settings.invalid(key, "models of the models file: " + e.sentence());
            }
        }
        return pins;
    }
}
