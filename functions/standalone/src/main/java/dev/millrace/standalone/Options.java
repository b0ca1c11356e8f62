package dev.millrace.standalone;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param data where everything is kept; none: the user's default folder, or with {@code once} a throw-away one
 * @param port TCP port, 0 for any free one
 * @param models a models file of the user's; none: the one of the samples
 * @param empty whether the first start loads no samples
 * @param once whether to predict a few documents, print a table and stop
 * @param json whether that table is JSON
 * @param observe folder of a Prometheus configuration, to start a local one with
 * @param traces where traces go; none: as the environment says
 */
record Options(
        Optional<Path> data,
        String host,
        int port,
        Optional<Path> models,
        boolean empty,
        boolean once,
        boolean json,
        Optional<Path> observe,
        Optional<String> traces) {
    static final String USAGE = """
            Usage: millrace up [OPTION]...
            Runs ingest, clean, train and predict in one process, with a Kafka broker and a PostgreSQL of its own.
            The first start loads the sample documents and trains a model version of each.

              --data DIR      keep everything in DIR (default: a folder of the user's; with --once a throw-away one)
              --port N        serve HTTP on port N (default 8000; 0: any free port)
              --host ADDRESS  listen on ADDRESS (default 127.0.0.1: this machine only)
              --models FILE   the models file to use (default: that of the samples)
              --empty         load no samples
              --once          predict a few documents the models have not seen, print a table, stop
              --json          with --once: print one JSON object instead of the table
              --observe DIR   start a local Prometheus, if one is installed, with DIR/standalone.yml
              --traces URL    send traces to a receiver of OTLP over HTTP, as http://localhost:4318 of Jaeger
              --help          this text

            Exit status: 0 when all went well, 1 when something failed, 2 for a wrong option.
            """;

    Options {
        if (json && !once) {
            throw new UsageException("--json belongs to --once");
        }
        if (once && empty) {
            throw new UsageException("--once needs the samples: leave out --empty");
        }
    }

    /** A command line that says nothing clear; the message says what it should. */
    static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }

    /** Reads the words after {@code up}. */
    static Options parse(List<String> words) {
        Optional<Path> data = Optional.empty();
        Optional<Path> models = Optional.empty();
        String host = "127.0.0.1";
        int port = 8000;
        boolean empty = false;
        boolean once = false;
        boolean json = false;
        Optional<Path> observe = Optional.empty();
        Optional<String> traces = Optional.empty();
        boolean portGiven = false;
        Iterator<String> rest = words.iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            switch (word) {
                case "--data" -> data = Optional.of(Path.of(value(word, rest)));
                case "--models" -> models = Optional.of(Path.of(value(word, rest)));
                case "--host" -> host = value(word, rest);
                case "--port" -> {
                    port = port(value(word, rest));
                    portGiven = true;
                }
                case "--empty" -> empty = true;
                case "--once" -> once = true;
                case "--json" -> json = true;
                case "--observe" -> observe = Optional.of(Path.of(value(word, rest)));
                case "--traces" -> traces = Optional.of(value(word, rest));
                default -> throw new UsageException("unknown option '" + word + "'; see millrace up --help");
            }
        }
        // A job that nobody talks to needs no fixed port, and must not fail of a port that is taken.
        int asked = once && !portGiven ? 0 : port;
        return new Options(data, host, asked, models, empty, once, json, observe, traces);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new UsageException(option + " needs a value; see millrace up --help");
        }
        return rest.next();
    }

    private static int port(String value) {
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65_535) {
            throw new UsageException("--port is '" + value + "': expected a number from 0 to 65535");
        }
        return Integer.parseInt(value);
    }
}
