package dev.millrace.runtime;

import static dev.millrace.runtime.OpenApi.map;
import static dev.millrace.runtime.OpenApi.member;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that a specification shows.
 *
 * @param name operation and example, for messages
 * @param path with its parameters' examples filled in, and those of the query that have one
 * @param contentType none when there is no body
 */
public record RequestExample(String name, String method, String path, Optional<String> contentType, String body) {

    static List<RequestExample> of(Map<String, Object> document) {
        List<RequestExample> examples = new ArrayList<>();
        member(document, "paths")
                .forEach((path, item) -> map(item).forEach((method, operation) -> {
                    if (OpenApi.METHODS.contains(method)) {
                        addAll(method.toUpperCase(Locale.ROOT), path, map(item), map(operation), examples);
                    }
                }));
        return examples;
    }

    private static void addAll(
            String method,
            String template,
            Map<String, Object> item,
            Map<String, Object> operation,
            List<RequestExample> into) {
        List<Object> parameters = new ArrayList<>();
        parameters.addAll(list(item.get("parameters")));
        parameters.addAll(list(operation.get("parameters")));
        String path = filled(template, parameters);
        String name = method + " " + template;
        if (!operation.containsKey("requestBody")) {
            into.add(new RequestExample(name, method, path, Optional.empty(), ""));
            return;
        }
        member(map(operation.get("requestBody")), "content")
                .forEach((type, content) -> bodies(map(content))
                        .forEach((example, body) -> into.add(new RequestExample(
                                name + " " + example, method, path, Optional.of(type), text(body)))));
    }

    /** The examples of a body by name; a body without one is a defect of the specification. */
    private static Map<String, Object> bodies(Map<String, Object> content) {
        Map<String, Object> bodies = new LinkedHashMap<>();
        Object single = content.get("example");
        if (single != null) {
            bodies.put("example", single);
        }
        map(content.get("examples"))
                .forEach((name, example) -> bodies.put(name, map(example).get("value")));
        return bodies;
    }

    private static String filled(String template, List<Object> parameters) {
        String path = template;
        StringBuilder query = new StringBuilder();
        for (Object each : parameters) {
            Map<String, Object> parameter = map(each);
            Object example = parameter.getOrDefault(
                    "example", map(parameter.get("schema")).get("example"));
            if (example == null) {
                continue;
            }
            String name = String.valueOf(parameter.get("name"));
            String value = URLEncoder.encode(example.toString(), UTF_8).replace("+", "%20");
            if ("path".equals(parameter.get("in"))) {
                path = path.replace("{" + name + "}", value);
            } else if ("query".equals(parameter.get("in"))) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(value);
            }
        }
        return path + query;
    }

    private static String text(@Nullable Object body) {
        return body instanceof String text ? text : new String(Json.bytes(body), UTF_8);
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
