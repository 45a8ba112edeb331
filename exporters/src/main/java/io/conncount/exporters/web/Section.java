package io.conncount.exporters.web;

import io.conncount.exporters.web.WebServer.WebConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A mapping of the file. Its keys are taken one after the other; what is left at the end is unknown. */
final class Section {
    private final Setting self;
    private final Map<String, Node> left = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final boolean empty;

    private Section(Setting self, Optional<Node> node) throws WebConfigException {
        this.self = self;
        if (node.isEmpty() || isNull(node.get())) {
            empty = true;
            return;
        }
        if (!(node.get() instanceof MappingNode mapping)) {
            throw self.wrong("must be a mapping, such as \"key: value\"");
        }
        empty = mapping.getValue().isEmpty();
        for (NodeTuple tuple : mapping.getValue()) {
            int line = line(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw at(line, "").wrong("a key must be a word");
            }
            if (left.put(key.getValue(), tuple.getValueNode()) != null) {
                throw at(line, key.getValue()).wrong("is given twice");
            }
            lines.put(key.getValue(), line);
        }
    }

    /** The whole file. */
    static Section ofFile(Path file, Optional<Node> root) throws WebConfigException {
        return new Section(new Setting(file, 1, "", ""), root);
    }

    /** True if nothing is said in it. */
    boolean isEmpty() {
        return empty;
    }

    /** Where it begins, for what is missing in it. */
    WebConfigException wrong(String what) {
        return self.wrong(what);
    }

    /** A section in it; empty if it is not there. */
    Section section(String key) throws WebConfigException {
        Setting setting = at(lines.getOrDefault(key, self.line()), key);
        return new Section(setting, Optional.ofNullable(left.remove(key)));
    }

    /** A text, a number or whatever is written in one piece; empty if it is not there. */
    Optional<Setting> text(String key) throws WebConfigException {
        Node node = left.remove(key);
        return node == null || isNull(node) ? Optional.empty() : Optional.of(scalar(key, node));
    }

    /** True or false. */
    boolean truth(String key, boolean otherwise) throws WebConfigException {
        Optional<Setting> setting = text(key);
        if (setting.isEmpty()) {
            return otherwise;
        }
        return switch (setting.get().text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw setting.get().wrong("must be true or false");
        };
    }

    /** A list of texts; empty if it is not there. */
    List<Setting> texts(String key) throws WebConfigException {
        Node node = left.remove(key);
        if (node == null || isNull(node)) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            throw at(line(node), key).wrong("must be a list, such as \"[a, b]\"");
        }
        List<Setting> settings = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            settings.add(scalar(key, item));
        }
        return settings;
    }

    /** All remaining keys, which have any name and a text value. */
    Map<String, Setting> rest() throws WebConfigException {
        Map<String, Setting> rest = new LinkedHashMap<>();
        for (Map.Entry<String, Node> entry : left.entrySet()) {
            rest.put(entry.getKey(), scalar(entry.getKey(), entry.getValue()));
        }
        left.clear();
        return rest;
    }

    /** Refuses the first key that was not used. */
    void end() throws WebConfigException {
        for (String key : left.keySet()) {
            throw at(lines.get(key), key).wrong("is not a key of the web configuration; see docs/web-configuration.md");
        }
    }

    private Setting scalar(String key, Node node) throws WebConfigException {
        Setting where = at(line(node), key);
        if (!(node instanceof ScalarNode scalar)) {
            throw where.wrong("must be a single value");
        }
        return new Setting(where.file(), where.line(), where.key(), scalar.getValue());
    }

    private Setting at(int line, String key) {
        String path = self.key().isEmpty() ? key : self.key() + "." + key;
        return new Setting(self.file(), line, path, "");
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    /**
     * A value in the file, and where it stands.
     *
     * @param line counted from 1
     * @param key with those above it, such as {@code tls_server_config.cert_file}; empty for the whole file
     */
    record Setting(Path file, int line, String key, String text) {
        /** The error that this value is wrong; the message must not contain secrets. */
        WebConfigException wrong(String what) {
            return new WebConfigException(file + ":" + line + ": " + (key.isEmpty() ? "" : key + ": ") + what);
        }
    }
}
