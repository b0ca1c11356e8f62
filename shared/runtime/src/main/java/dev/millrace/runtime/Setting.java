package dev.millrace.runtime;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One key of a function's yml.
 *
 * @param key its dotted path, as {@code millrace.predict.port}
 * @param template its value, where {@code ${NAME}} and {@code ${NAME:default}} stand for an environment variable
 * @param comment what it means, with its unit
 */
record Setting(String key, String template, String comment) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)(?::([^}]*))?}");

    /** The environment variables that the value is read from. */
    List<String> variables() {
        return PLACEHOLDER
                .matcher(template)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** The value with no environment at all; none when a variable must be given. */
    Optional<String> byDefault() {
        boolean required = PLACEHOLDER.matcher(template).results().anyMatch(found -> found.group(2) == null);
        return required ? Optional.empty() : Optional.of(value(name -> Optional.empty()));
    }

    /** The value in an environment; throws {@link InvalidSetting} naming the variable that is missing. */
    String value(Function<String, Optional<String>> environment) {
        return PLACEHOLDER
                .matcher(template)
                .replaceAll(found -> Matcher.quoteReplacement(replacement(found, environment)));
    }

    /** As people are told of it: {@code millrace.predict.port (MILLRACE_PREDICT_PORT)}. */
    String shown() {
        return variables().isEmpty() ? key : key + " (" + String.join(", ", variables()) + ")";
    }

    private String replacement(MatchResult found, Function<String, Optional<String>> environment) {
        Optional<String> given = environment.apply(found.group(1)).filter(value -> !value.isEmpty());
        return given.or(() -> Optional.ofNullable(found.group(2))).orElseThrow(() -> missing(found.group(1)));
    }

    private InvalidSetting missing(String variable) {
        String file = variable + "_FILE to the path of a file that holds it";
        return new InvalidSetting(
                key + " is missing: set " + (Configuration.isSecret(variable) ? file : variable + ", or " + file));
    }
}
