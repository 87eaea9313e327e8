package io.faasbatch.experiments.experiment;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads the YAML file of an experiment: a map of parameters, each a text, a list of texts or a map of texts; under {@code quick} those that are other in a
 * quick run. The one class that knows the YAML library.
 */
final class ParameterFile {

    static final String QUICK = "quick";

    private final Path file;

    private ParameterFile(Path file) {
        this.file = file;
    }

    /** @throws MalformedExperimentException when it is not such a file; says where */
    static Parameters read(Path file, boolean quick) throws IOException {
        return new ParameterFile(file).parameters(quick);
    }

    private Parameters parameters(boolean quick) throws IOException {
        Map<String, Parameters.Entry> entries = new LinkedHashMap<>();
        Map<String, Parameters.Entry> other = new LinkedHashMap<>();
        for (Map.Entry<ScalarNode, Node> entry : entries(root()).entrySet()) {
            String name = entry.getKey().getValue();
            if (name.equals(QUICK)) {
                for (Map.Entry<ScalarNode, Node> inner :
                        entries(entry.getValue()).entrySet()) {
                    other.put(inner.getKey().getValue(), entry(inner));
                }
            } else {
                entries.put(name, entry(entry));
            }
        }
        for (Map.Entry<String, Parameters.Entry> entry : other.entrySet()) {
            if (!entries.containsKey(entry.getKey())) {
                throw refused(entry.getValue().place(), entry.getKey() + " is only under " + QUICK);
            }
        }
        if (quick) {
            entries.putAll(other);
        }
        return new Parameters(file, entries);
    }

    private Node root() throws IOException {
        try {
            return new Compose(LoadSettings.builder().build())
                    .composeString(Files.readString(file, StandardCharsets.UTF_8))
                    .orElseThrow(() -> refused(new Parameters.Place(1, 1), "is empty"));
        } catch (MarkedYamlEngineException e) {
            throw refused(place(e.getProblemMark().orElse(null)), "is not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw refused(new Parameters.Place(1, 1), "is not YAML: " + e.getMessage());
        } catch (CharacterCodingException e) {
            throw refused(new Parameters.Place(1, 1), "is not text in UTF-8");
        }
    }

    private Map<ScalarNode, Node> entries(Node node) throws MalformedExperimentException {
        if (!(node instanceof MappingNode map)) {
            throw refused(place(node), "must be a map of parameters");
        }
        Map<ScalarNode, Node> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : map.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw refused(place(tuple.getKeyNode()), "a parameter's name must be text");
            }
            if (entries.keySet().stream().anyMatch(other -> other.getValue().equals(key.getValue()))) {
                throw refused(place(key), key.getValue() + " is there twice");
            }
            entries.put(key, tuple.getValueNode());
        }
        return entries;
    }

    private Parameters.Entry entry(Map.Entry<ScalarNode, Node> entry) throws MalformedExperimentException {
        return new Parameters.Entry(place(entry.getKey()), value(entry.getValue()));
    }

    private Parameters.Value value(Node node) throws MalformedExperimentException {
        return switch (node) {
            case ScalarNode scalar -> new Parameters.Text(scalar.getValue());
            case SequenceNode list -> {
                List<String> texts = new ArrayList<>();
                for (Node item : list.getValue()) {
                    texts.add(text(item));
                }
                yield new Parameters.Texts(texts);
            }
            default -> {
                Map<String, String> texts = new LinkedHashMap<>();
                for (Map.Entry<ScalarNode, Node> inner : entries(node).entrySet()) {
                    texts.put(inner.getKey().getValue(), text(inner.getValue()));
                }
                yield new Parameters.Named(texts);
            }
        };
    }

    private String text(Node node) throws MalformedExperimentException {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw refused(place(node), "must be text or a number, not a list or map in another");
    }

    private static Parameters.Place place(Node node) {
        return place(node.getStartMark().orElse(null));
    }

    private static Parameters.Place place(@Nullable Mark mark) {
        return mark == null
                ? new Parameters.Place(1, 1)
                : new Parameters.Place(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private MalformedExperimentException refused(Parameters.Place place, String what) {
        return new MalformedExperimentException(file, place.line(), place.column(), what);
    }
}
