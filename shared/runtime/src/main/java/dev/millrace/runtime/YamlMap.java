package dev.millrace.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** A map of a YAML file, read strictly; what is wrong is an {@link InvalidSetting} that names the path of the key. */
final class YamlMap {
    static final YamlMap EMPTY = new YamlMap("", Map.of());

    private final String path;
    private final Map<String, @Nullable Object> members;

    private YamlMap(String path, Map<String, @Nullable Object> members) {
        this.path = path;
        this.members = members;
    }

    /** Reads a text that holds one map, at most 1 MiB, without aliases, tags of Java types, or a key twice. */
    static YamlMap parse(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(16);
        options.setCodePointLimit(1 << 20);
        try {
            Object root = new Yaml(new SafeConstructor(options)).load(text);
            if (root instanceof Map<?, ?> map) {
                return new YamlMap("", named("", map));
            }
            throw new InvalidSetting("expected a map with the key models");
        } catch (MarkedYAMLException e) {
            String where = e.getProblemMark() == null
                    ? ""
                    : " at line " + (e.getProblemMark().getLine() + 1);
            throw new InvalidSetting("no YAML" + where + ": " + e.getProblem());
        } catch (YAMLException e) {
            throw new InvalidSetting("no YAML: " + e.getMessage());
        }
    }

    String path() {
        return path;
    }

    Set<String> keys() {
        return members.keySet();
    }

    YamlMap allow(Set<String> known) {
        for (String key : members.keySet()) {
            if (!known.contains(key)) {
                throw new InvalidSetting(at(key) + " is not known: expected " + new TreeSet<>(known));
            }
        }
        return this;
    }

    Optional<String> string(String key) {
        return as(key, String.class, "a string");
    }

    Optional<Boolean> bool(String key) {
        return as(key, Boolean.class, "true or false");
    }

    Optional<Integer> integer(String key) {
        return as(key, Integer.class, "a whole number");
    }

    Optional<Double> number(String key) {
        return as(key, Number.class, "a number").map(Number::doubleValue);
    }

    <T> Optional<T> oneOf(String key, Map<String, T> values) {
        return string(key).map(name -> {
            T value = values.get(name);
            if (value == null) {
                throw wrong(key, "is '" + name + "': expected one of " + new TreeSet<>(values.keySet()));
            }
            return value;
        });
    }

    Optional<YamlMap> map(String key) {
        return as(key, Map.class, "a map").map(map -> new YamlMap(at(key), named(at(key), map)));
    }

    /** Strings; a number or boolean among them needs quotes, so that what is written is what is meant. */
    Optional<List<String>> strings(String key) {
        return elements(key, String.class, "a string: put it in quotes");
    }

    Optional<List<Double>> numbers(String key) {
        return elements(key, Number.class, "a number")
                .map(numbers -> numbers.stream().map(Number::doubleValue).toList());
    }

    List<YamlMap> maps(String key) {
        List<YamlMap> maps = new ArrayList<>();
        for (Map<?, ?> map : elements(key, Map.class, "a map").orElse(List.of())) {
            String at = at(key) + "[" + maps.size() + "]";
            maps.add(new YamlMap(at, named(at, map)));
        }
        return maps;
    }

    InvalidSetting missing(String key, String expected) {
        return wrong(key, "is missing: expected " + expected);
    }

    InvalidSetting wrong(String key, String sentence) {
        return new InvalidSetting(at(key) + " " + sentence);
    }

    private <T> Optional<List<T>> elements(String key, Class<T> type, String expected) {
        return as(key, List.class, "a list").map(list -> {
            List<T> elements = new ArrayList<>();
            for (Object element : list) {
                if (!type.isInstance(element)) {
                    throw new InvalidSetting(
                            at(key) + "[" + elements.size() + "] is " + element + ": expected " + expected);
                }
                elements.add(type.cast(element));
            }
            return elements;
        });
    }

    private <T> Optional<T> as(String key, Class<T> type, String expected) {
        Object value = members.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw wrong(key, "is " + value + ": expected " + expected);
        }
        return Optional.of(type.cast(value));
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static Map<String, @Nullable Object> named(String path, Map<?, ?> map) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (!(key instanceof String name)) {
                throw new InvalidSetting(
                        (path.isEmpty() ? "" : path + ": ") + "the key " + key + " is no string: put it in quotes");
            }
            named.put(name, value);
        });
        return named;
    }
}
