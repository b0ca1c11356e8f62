package dev.millrace.runtime;

import java.util.List;

/** What {@code --help} prints. */
final class Help {
    private Help() {}

    static String text(String function, String usage) {
        StringBuilder text = new StringBuilder(usage).append("\n\nSettings, each an environment variable");
        text.append(" (or NAME_FILE, the path of a file that holds the value; secrets so only):\n");
        for (Setting setting : Configuration.settingsOf(List.of(function))) {
            for (String variable : setting.variables()) {
                String byDefault = setting.byDefault()
                        .map(value -> value.isEmpty() ? "default: none" : "default: " + value)
                        .orElse("required");
                text.append("\n  %s  [%s]  %s\n".formatted(variable, byDefault, setting.key()));
                text.append("      ").append(setting.comment()).append('\n');
            }
        }
        return text.toString();
    }
}
