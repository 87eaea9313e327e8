package io.faasbatch.engine.definition;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Builds values from the parser's events, with a stack of its own instead of the thread's: no nesting, however deep, overflows
 * it, and an alias shares the value it names instead of copying it. For one document and one thread.
 */
final class YamlTree {

    private static final ScalarResolver CORE = new CoreSchema().getScalarResolver();

    private final String text;
    private final YamlLimits limits;
    private final Faults faults;
    private final Offsets offsets;
    private final Deque<OpenCollection> open = new ArrayDeque<>();
    private final Map<Anchor, YamlValue> anchors = new HashMap<>();
    private @Nullable YamlValue root;
    private boolean secondDocument;

    YamlTree(String text, YamlLimits limits, Faults faults) {
        this.text = text;
        this.limits = limits;
        this.faults = faults;
        this.offsets = new Offsets(text);
    }

    Optional<YamlValue> root() {
        return Optional.ofNullable(root);
    }

    void accept(Event event) {
        switch (event) {
            case DocumentStartEvent start
            when root != null && !secondDocument -> {
                secondDocument = true;
                faults.add("", place(start), "the text has a second document");
            }
            case ScalarEvent scalar -> scalar(scalar);
            case AliasEvent alias -> alias(alias);
            case MappingStartEvent start -> open(start, new OpenMap(path(), place(start), faults));
            case CollectionStartEvent start -> open(start, new OpenList(path(), place(start)));
            case MappingEndEvent _, SequenceEndEvent _ -> close();
            default -> {
                // stream and document marks carry nothing
            }
        }
    }

    private void open(CollectionStartEvent start, OpenCollection collection) {
        if (open.size() == limits.depth()) {
            throw new YamlEngineException("more than " + limits.depth() + " maps and lists inside one another");
        }
        refuseTag(start.getTag(), place(start));
        collection.anchor = start.getAnchor();
        open.push(collection);
    }

    private void close() {
        OpenCollection closed = open.pop();
        YamlValue value = closed.build();
        if (value.size() > limits.values()) {
            throw new YamlEngineException("more than " + limits.values() + " values, aliases written out");
        }
        closed.anchor.ifPresent(anchor -> anchors.put(anchor, value));
        add(value);
    }

    private void scalar(ScalarEvent event) {
        boolean plain = event.isPlain();
        refuseTag(event.getTag(), place(event));
        var source = new YamlScalar.Source(
                text,
                offsets.of(event.getStartMark().map(Mark::getIndex).orElse(0)),
                offsets.of(event.getEndMark().map(Mark::getIndex).orElse(0)),
                event.isLiteral() || event.isFolded());
        var value = new YamlScalar(path(), place(event), kind(event.getValue(), plain), event.getValue(), source);
        event.getAnchor().ifPresent(anchor -> anchors.put(anchor, value));
        add(value);
    }

    private void alias(AliasEvent event) {
        YamlValue value = anchors.get(event.getAlias());
        if (value == null) {
            String name = event.getAlias().getValue();
            throw new YamlEngineException("the alias *" + name + " names nothing that is complete before it");
        }
        add(value);
    }

    private void add(YamlValue value) {
        OpenCollection parent = open.peek();
        if (parent != null) {
            parent.add(value);
        } else if (root == null) {
            root = value;
        }
    }

    private void refuseTag(Optional<String> tag, Place place) {
        if (tag.isPresent() && !tag.get().equals("!")) {
            faults.add(path(), place, "tags such as " + tag.get() + " have no meaning here");
        }
    }

    private String path() {
        OpenCollection parent = open.peek();
        return parent == null ? "" : parent.nextPath();
    }

    private static YamlScalar.Kind kind(String value, boolean plain) {
        Tag tag = CORE.resolve(value, plain);
        if (tag.equals(Tag.INT)) {
            return YamlScalar.Kind.INTEGER;
        }
        if (tag.equals(Tag.FLOAT)) {
            return YamlScalar.Kind.DECIMAL;
        }
        if (tag.equals(Tag.BOOL)) {
            return YamlScalar.Kind.BOOLEAN;
        }
        return tag.equals(Tag.NULL) ? YamlScalar.Kind.NULL : YamlScalar.Kind.TEXT;
    }

    private static Place place(Event event) {
        return event.getStartMark().map(YamlDocument::place).orElse(Place.NONE);
    }
}
