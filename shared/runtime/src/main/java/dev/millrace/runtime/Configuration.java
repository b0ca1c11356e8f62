package dev.millrace.runtime;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The settings of a process: what its functions' yml files name, filled from properties, environment and secret files.
 * Strict: a variable {@code MILLRACE_…} or property {@code millrace.…} that no yml names is refused, and so is a secret
 * that is not a file. All failures are {@link InvalidSetting}.
 */
final class Configuration {
    private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|TOKEN|SECRET|KEY)");
    private static final Pattern VARIABLE = Pattern.compile("[A-Z][A-Z0-9_]*");
    private static final String SECRETS = "MILLRACE_SECRETS";
    /** What the launcher reads and hands on with the rest of the environment. */
    private static final Set<String> LAUNCHER =
            Set.of("MILLRACE_JAVA_OPTS", "MILLRACE_AOT", "MILLRACE_JAVA", "MILLRACE_HOUSE");

    private final List<String> functions;
    private final Map<String, Setting> settings;
    private final Map<String, String> values;

    private Configuration(Collection<String> functions, Map<String, Setting> settings, Map<String, String> values) {
        this.functions = List.copyOf(functions);
        this.settings = settings;
        this.values = values;
    }

    /**
     * Reads {@code runtime.yml} and the yml of each function.
     *
     * @param properties go before the environment: a dotted key sets that key, a name such as {@code MILLRACE_KAFKA} stands
     *     for that variable, secrets included
     */
    static Configuration load(
            Collection<String> functions, Map<String, ?> properties, Map<String, String> environment) {
        Map<String, Setting> settings = new LinkedHashMap<>();
        settingsOf(functions).forEach(setting -> settings.put(setting.key(), setting));
        Set<String> variables = settings.values().stream()
                .flatMap(setting -> setting.variables().stream())
                .collect(toCollection(TreeSet::new));
        environment.keySet().forEach(name -> requireKnown(name, variables));
        properties.keySet().forEach(name -> requireKnown(name, settings.keySet(), variables));
        Map<String, String> values = new LinkedHashMap<>();
        settings.forEach((key, setting) -> values.put(
                key,
                properties.containsKey(key)
                        ? String.valueOf(properties.get(key))
                        : setting.value(name -> variable(name, properties, environment))));
        return new Configuration(functions, settings, values);
    }

    /** The settings of the functions, those that all functions share last. */
    static List<Setting> settingsOf(Collection<String> functions) {
        List<Setting> all = new ArrayList<>();
        functions.forEach(function -> all.addAll(SettingsFile.read(function)));
        all.addAll(SettingsFile.read("runtime"));
        return all;
    }

    List<String> functions() {
        return functions;
    }

    Map<String, String> values() {
        return values;
    }

    /** The value of a key that a yml names. */
    String value(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " is in no yml of this process: known are " + values.keySet());
        }
        return value;
    }

    /** A key as people are told of it. */
    String shown(String key) {
        return setting(key).shown();
    }

    /** The line for a wrong value; a secret's value is not in it. */
    InvalidSetting invalid(String key, String expected) {
        boolean secret = setting(key).variables().stream().anyMatch(Configuration::isSecret);
        String shown = secret ? "wrong" : "'" + withoutSecrets(value(key)) + "'";
        return new InvalidSetting(shown(key) + " is " + shown + ": expected " + expected);
    }

    private Setting setting(String key) {
        return settings.getOrDefault(key, new Setting(key, "", ""));
    }

    /** A URL's user and parameters may hold a password. */
    private static String withoutSecrets(String value) {
        return value.replaceFirst("//[^/@]*@", "//…@").replaceFirst("(://.*)[?].*", "$1?…");
    }

    static boolean isSecret(String variable) {
        return SECRET.matcher(variable).matches();
    }

    private static void requireKnown(String name, Set<String> variables) {
        if (!name.startsWith("MILLRACE_") || LAUNCHER.contains(name)) {
            return;
        }
        if (isSecret(name) && variables.contains(name)) {
            throw new InvalidSetting(
                    name + " is a secret in the environment: put it into a file and set " + name + "_FILE to its path");
        }
        if (!variables.contains(name) && !(name.endsWith("_FILE") && variables.contains(withoutFile(name)))) {
            throw new InvalidSetting(name + " is not known: this process reads " + String.join(", ", variables));
        }
    }

    private static void requireKnown(String property, Set<String> keys, Set<String> variables) {
        boolean known = VARIABLE.matcher(property).matches()
                ? variables.contains(property)
                : !property.startsWith("millrace.") || keys.contains(property);
        if (!known) {
            throw new InvalidSetting(property + " is not known: this process reads " + String.join(", ", keys));
        }
    }

    private static Optional<String> variable(String name, Map<String, ?> properties, Map<String, String> environment) {
        Object property = properties.get(name);
        if (property != null) {
            return Optional.of(property.toString());
        }
        String file = environment.get(name + "_FILE");
        String direct = environment.get(name);
        if (file != null && direct != null) {
            throw new InvalidSetting(name + " and " + name + "_FILE are both set: remove one");
        }
        if (file != null) {
            return Optional.of(content(name + "_FILE", Path.of(file)));
        }
        return Optional.ofNullable(direct).or(() -> secret(name, environment));
    }

    private static Optional<String> secret(String name, Map<String, String> environment) {
        Path file = Path.of(environment.getOrDefault(SECRETS, "/run/secrets"), name.toLowerCase(Locale.ROOT));
        return Files.exists(file) ? Optional.of(content(name, file)) : Optional.empty();
    }

    /** What a file holds; a secret must hold something. */
    private static String content(String variable, Path file) {
        String content;
        try {
            content = Files.readString(file).strip();
        } catch (IOException e) {
            throw new InvalidSetting(variable + " names the file " + file + ", which " + unreadable(file, e));
        }
        if (content.isEmpty() && (isSecret(variable) || isSecret(withoutFile(variable)))) {
            throw new InvalidSetting(variable + " names the file " + file + ", which is empty: put the secret into it");
        }
        return content;
    }

    /** Why a file cannot be read, as the end of a sentence. */
    static String unreadable(Path file, IOException why) {
        return switch (why) {
            case NoSuchFileException e -> "does not exist";
            case AccessDeniedException e -> "this user may not read";
            case CharacterCodingException e -> "is no text in UTF-8";
            default -> Files.isDirectory(file) ? "is a folder" : "cannot be read";
        };
    }

    private static String withoutFile(String name) {
        return name.endsWith("_FILE") ? name.substring(0, name.length() - "_FILE".length()) : name;
    }
}
