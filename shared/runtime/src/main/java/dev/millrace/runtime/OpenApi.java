package dev.millrace.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The specification of a process: the {@code META-INF/millrace/openapi-<name>.yml} of its functions and of the runtime,
 * merged. A path may be in one of them only; a component in several when it is the same in all.
 */
public final class OpenApi {
    static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    private final Map<String, Object> document;

    private OpenApi(Map<String, Object> document) {
        this.document = document;
    }

    /** Functions without a specification add nothing. Throws {@link IllegalStateException} on a duplicate. */
    public static OpenApi of(Collection<String> functions) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("title", "Millrace");
        info.put("description", "A classifier that keeps learning: " + String.join(", ", functions) + ".");
        info.put("version", CodeVersion.read().value());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.0.3");
        document.put("info", info);
        document.put("servers", new ArrayList<>(List.of(Map.of("url", "/"))));
        document.put("tags", new ArrayList<>());
        document.put("paths", new LinkedHashMap<>());
        document.put("components", new LinkedHashMap<>());
        OpenApi merged = new OpenApi(document);
        Set<String> names = new LinkedHashSet<>(functions);
        names.add("runtime");
        names.forEach(merged::add);
        return merged;
    }

    /** The whole as YAML. */
    public String yaml() {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setWidth(120);
        options.setDereferenceAliases(true);
        return new Yaml(options).dump(document);
    }

    /** The operations, as {@code POST /runs/{id}}: a test compares them with the routes. */
    public Set<String> paths() {
        Set<String> operations = new TreeSet<>();
        member(document, "paths")
                .forEach((path, item) -> map(item).keySet().stream()
                        .filter(METHODS::contains)
                        .forEach(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        return operations;
    }

    /** Every example of a request, ready to be sent: a test sends them all. */
    public List<RequestExample> requestExamples() {
        return RequestExample.of(document);
    }

    private void add(String name) {
        String file = "META-INF/millrace/openapi-" + name + ".yml";
        Map<String, Object> part = read(file);
        member(part, "paths").forEach((path, item) -> {
            if (member(document, "paths").putIfAbsent(path, item) != null) {
                throw new IllegalStateException(file + ": the path " + path + " is in another specification, too");
            }
        });
        member(part, "components")
                .forEach((kind, components) -> map(components).forEach((component, definition) -> {
                    Object other = member(member(document, "components"), kind).putIfAbsent(component, definition);
                    if (other != null && !other.equals(definition)) {
                        throw new IllegalStateException(file + ": components." + kind + "." + component
                                + " is in another specification with another definition");
                    }
                }));
        if (part.get("tags") instanceof List<?> tags && document.get("tags") instanceof List<?> all) {
            List<Object> both = new ArrayList<>(all);
            both.addAll(tags);
            document.put("tags", both);
        }
    }

    private static Map<String, Object> read(String file) {
        try (InputStream in = OpenApi.class.getClassLoader().getResourceAsStream(file)) {
            if (in == null) {
                return new LinkedHashMap<>();
            }
            LoaderOptions options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            return map(new Yaml(new SafeConstructor(options)).load(new InputStreamReader(in, UTF_8)));
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be read", e);
        }
    }

    /** The map under a key; made there when there is none. */
    static Map<String, Object> member(Map<String, Object> of, String key) {
        return map(of.computeIfAbsent(key, missing -> new LinkedHashMap<String, Object>()));
    }

    @SuppressWarnings("unchecked") // YAML's keys are strings but for status codes, which nobody here asks for
    static Map<String, Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : new LinkedHashMap<>();
    }
}
