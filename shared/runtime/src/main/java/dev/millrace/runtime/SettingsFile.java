package dev.millrace.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** A function's yml on the class path, read with its comments. It holds nested maps of single values only. */
final class SettingsFile {
    private SettingsFile() {}

    /** The settings of {@code <name>.yml} in their order. */
    static List<Setting> read(String name) {
        String file = name + ".yml";
        try (InputStream in = SettingsFile.class.getClassLoader().getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException(file + " is not on the class path");
            }
            LoaderOptions options = new LoaderOptions();
            options.setProcessComments(true);
            Node root = Objects.requireNonNull(new Yaml(options).compose(new InputStreamReader(in, UTF_8)));
            List<Setting> settings = new ArrayList<>();
            collect(file, "", root, "", settings);
            return settings;
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be read", e);
        }
    }

    private static void collect(String file, String key, Node node, String comment, List<Setting> into) {
        switch (node) {
            case ScalarNode scalar -> into.add(new Setting(key, scalar.getValue(), comment));
            case MappingNode map -> {
                for (NodeTuple member : map.getValue()) {
                    ScalarNode name = (ScalarNode) member.getKeyNode();
                    String path = key.isEmpty() ? name.getValue() : key + "." + name.getValue();
                    collect(file, path, member.getValueNode(), text(name.getBlockComments()), into);
                }
            }
            default ->
                throw new IllegalArgumentException(file + ": " + key + " is a list: write it as one value, a,b,c");
        }
    }

    private static String text(@Nullable List<CommentLine> comments) {
        return comments == null
                ? ""
                : comments.stream()
                        .map(CommentLine::getValue)
                        .map(String::strip)
                        .collect(joining(" "));
    }
}
