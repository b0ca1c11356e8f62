package dev.millrace.predict;

import dev.millrace.document.ModelDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One model of the models file as this replica has it, at one moment.
 *
 * @param serving the version that answers
 * @param spares loaded besides, so that an alias moves to them at once
 * @param lastFailure of the wanted version, else of the last that did not load, though another may have loaded since
 * @param failures by version, of those that are to be loaded and do not load
 * @param notes sentences for people: what is not as it should be, and why
 */
record ServedModel(
        ModelDefinition definition,
        Aliases aliases,
        Optional<LoadedVersion> serving,
        List<LoadedVersion> spares,
        Optional<LoadFailure> lastFailure,
        Map<Integer, LoadFailure> failures,
        List<String> notes) {

    enum State {
        /** The wanted version answers. */
        READY,
        /** Nothing answers. */
        WAITING,
        /** A version answers, but not the wanted one, which does not load. */
        FALLBACK
    }

    ServedModel {
        spares = List.copyOf(spares);
        failures = Map.copyOf(failures);
        notes = List.copyOf(notes);
    }

    State state() {
        Optional<Integer> version = serving.map(LoadedVersion::version);
        if (version.isEmpty()) {
            return State.WAITING;
        }
        return aliases.wanted().isEmpty() || aliases.wanted().equals(version) ? State.READY : State.FALLBACK;
    }

    Stream<LoadedVersion> loaded() {
        return Stream.concat(serving.stream(), spares.stream());
    }

    /** The loaded version of that number or alias. */
    Optional<LoadedVersion> find(String numberOrAlias) {
        String number = aliases.find(numberOrAlias).map(Object::toString).orElse(numberOrAlias);
        return loaded().filter(version -> version.name().equals(number)).findFirst();
    }

    /** Why no version answers, for a sender. */
    String whyWaiting() {
        if (aliases.wanted().isEmpty()) {
            return "no version of model '" + definition.name() + "' exists yet: POST /train {\"model\":\""
                    + definition.name() + "\"} makes one, once labelled documents are there";
        }
        return "no version of model '" + definition.name() + "' is loaded"
                + lastFailure
                        .map(f -> ": version " + f.version() + " does not load: " + f.reason())
                        .orElse(" yet: ask again in a moment");
    }
}
