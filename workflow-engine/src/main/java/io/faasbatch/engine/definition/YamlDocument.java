package io.faasbatch.engine.definition;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads YAML 1.2, and so JSON, into values that know their places. The one entrance to the YAML library. */
public final class YamlDocument {

    private YamlDocument() {}

    /**
     * The document's only value, which must be a map.
     *
     * @throws InvalidDefinitionException for a text that is too large, no YAML or no map, and for every repeated key
     */
    public static YamlMap read(String text, YamlLimits limits) throws InvalidDefinitionException {
        if (text.length() > limits.characters()) {
            throw refused(Place.NONE, "is larger than " + limits.characters() + " characters");
        }
        var faults = new Faults();
        Optional<YamlValue> root = events(text, new YamlTree(text, limits, faults));
        faults.throwIfAny();
        return switch (root.orElse(null)) {
            case YamlMap map -> map;
            case null -> throw refused(new Place(1, 1), "is empty");
            case YamlValue other -> throw refused(other.place(), "must be a map, not " + other.what());
        };
    }

    /** As {@link #read(String, YamlLimits)}, from bytes that must be UTF-8. */
    public static YamlMap read(byte[] utf8, YamlLimits limits) throws InvalidDefinitionException {
        try {
            return read(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(utf8))
                            .toString(),
                    limits);
        } catch (CharacterCodingException e) {
            throw refused(Place.NONE, "is not UTF-8");
        }
    }

    private static Optional<YamlValue> events(String text, YamlTree tree) throws InvalidDefinitionException {
        LoadSettings settings =
                LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
        try {
            for (Event event : new Parse(settings).parseString(blankTabsOfJson(text))) {
                tree.accept(event);
            }
            return tree.root();
        } catch (MarkedYamlEngineException e) {
            Place place = e.getProblemMark()
                    .or(e::getContextMark)
                    .map(YamlDocument::place)
                    .orElse(Place.NONE);
            throw refused(place, "is not YAML: " + e.getProblem());
        } catch (ReaderException e) {
            int offset = Math.min(e.getPosition(), text.codePointCount(0, text.length()));
            String character = "U+%04X".formatted(e.getCodePoint());
            throw refused(
                    Lines.placeOf(text, text.offsetByCodePoints(0, offset)), "has a forbidden character " + character);
        } catch (YamlEngineException e) {
            throw refused(Place.NONE, "is not YAML: " + e.getMessage());
        }
    }

    /** JSON may be indented with tabs, YAML may not; inside JSON's strings there are none. */
    private static String blankTabsOfJson(String text) {
        return text.stripLeading().startsWith("{") ? text.replace('\t', ' ') : text;
    }

    static Place place(Mark mark) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static InvalidDefinitionException refused(Place place, String message) {
        return new InvalidDefinitionException(
                List.of(new Fault("", place.line(), place.column(), "the document " + message)));
    }
}
