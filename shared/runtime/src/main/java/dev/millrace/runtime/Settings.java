package dev.millrace.runtime;

import io.micronaut.core.convert.ConversionService;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Typed reading of the settings, for the {@code XSettings} records. A wrong value throws {@link InvalidSetting}, which names
 * the key, its environment variable, the value and what was expected; a key that no yml names is a defect.
 */
public final class Settings {
    private static final Pattern SERVER =
            Pattern.compile("(?:[^:/?@\\s\\[\\]]+|\\[[0-9A-Fa-f:.%]+])(?::(?<port>\\d{1,5}))?");
    private static final Pattern DATABASE_URL =
            Pattern.compile("jdbc:postgresql://(?<servers>[^/?]+)/[^/?\\s]+(?:[?]\\S*)?");

    private final Configuration configuration;

    Settings(Configuration configuration) {
        this.configuration = configuration;
    }

    /** The function of this process; {@code standalone} when it has all of them. */
    String function() {
        List<String> functions = configuration.functions();
        return functions.size() == 1 ? functions.getFirst() : "standalone";
    }

    /** A value that must not be empty. */
    public String string(String key) {
        return optional(key).orElseThrow(() -> invalid(key, "a value"));
    }

    /** A value; none when it is empty. */
    public Optional<String> optional(String key) {
        return Optional.of(configuration.value(key)).filter(value -> !value.isBlank());
    }

    public int integer(String key, int least, int most) {
        String expected = "a whole number from " + least + " to " + most;
        try {
            int value = Integer.parseInt(configuration.value(key).strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw invalid(key, expected);
        }
        throw invalid(key, expected);
    }

    public double number(String key, double least, double most) {
        String expected = "a number from " + least + " to " + most;
        try {
            double value = Double.parseDouble(configuration.value(key).strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw invalid(key, expected);
        }
        throw invalid(key, expected);
    }

    /** A duration that is not negative: {@code 500ms}, {@code 2s}, {@code 5m}, {@code 1h}. */
    public Duration duration(String key) {
        return ConversionService.SHARED
                .convert(configuration.value(key), Duration.class)
                .filter(value -> !value.isNegative())
                .orElseThrow(() -> invalid(key, "a duration such as 500ms, 2s or 5m"));
    }

    public boolean flag(String key) {
        return switch (configuration.value(key).strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(key, "true or false");
        };
    }

    /** The values between commas; empty when there is none. */
    public List<String> list(String key) {
        return Stream.of(configuration.value(key).split(","))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** Servers, as {@code host:port} with commas between. */
    public String servers(String key) {
        List<String> servers = list(key);
        if (servers.isEmpty() || !servers.stream().allMatch(server -> isServer(server, true))) {
            throw invalid(key, "host:port, or several with commas between");
        }
        return String.join(",", servers);
    }

    /** A JDBC URL of a PostgreSQL database. */
    public String databaseUrl(String key) {
        Matcher url = DATABASE_URL.matcher(configuration.value(key).strip());
        if (!url.matches() || !Stream.of(url.group("servers").split(",", -1)).allMatch(s -> isServer(s, false))) {
            throw invalid(key, "a URL such as jdbc:postgresql://host:5432/millrace");
        }
        return url.group();
    }

    private static boolean isServer(String text, boolean needsPort) {
        Matcher server = SERVER.matcher(text);
        if (!server.matches()) {
            return false;
        }
        String port = server.group("port");
        return port == null ? !needsPort : Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= 65_535;
    }

    public Path path(String key) {
        try {
            return Path.of(string(key));
        } catch (InvalidPathException e) {
            throw invalid(key, "a path");
        }
    }

    /** The exception for a value that breaks a rule of the caller's own. */
    public InvalidSetting invalid(String key, String expected) {
        return configuration.invalid(key, expected);
    }
}
