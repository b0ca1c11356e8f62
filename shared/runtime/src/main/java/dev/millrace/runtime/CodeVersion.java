package dev.millrace.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Which code runs: the project's version and, when it was built from a checkout, its commit, {@code -changed} when
 * files of it were: {@code 0.1.0+1a2b3c4}. */
public record CodeVersion(String value) {
    private static final String FILE = "millrace-version.properties";

    /** Reads what the build wrote. */
    static CodeVersion read() {
        Properties properties = new Properties();
        try (InputStream in = CodeVersion.class.getClassLoader().getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is not on the class path");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new IllegalStateException(FILE + " cannot be read", e);
        }
        String commit = properties.getProperty("commit", "");
        // Built from no checkout, the commit stays an unfilled placeholder.
        boolean known = !commit.isBlank() && !commit.startsWith("$");
        String changed = properties.getProperty("changed", "").equals("true") ? "-changed" : "";
        String version = properties.getProperty("version", "unknown");
        return new CodeVersion(known ? version + "+" + commit + changed : version);
    }

    @Override
    public String toString() {
        return value;
    }
}
