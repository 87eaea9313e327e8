package io.faasbatch.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.value.References;
import io.faasbatch.engine.value.ValueMissingException;
import io.faasbatch.engine.value.Values;
import io.faasbatch.protocol.ValueReference;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ValueViewTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST = 1000;

    private final Map<String, byte[]> stored = new HashMap<>();
    private final Values values = reference -> {
        byte[] found = stored.get(reference.key());
        if (found == null) {
            throw new ValueMissingException(reference);
        }
        return found;
    };
    private final ValueView view = new ValueView(values, MOST);

    private JsonNode leaf(String content, String type) {
        String key = ValueReference.keysOf("e1") + stored.size();
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        stored.put(key, bytes);
        return References.leaf(new ValueReference(key, bytes.length, type));
    }

    private JsonNode shown(JsonNode tree) {
        return view.show(tree, "/there", MOST);
    }

    private static JsonNode elsewhere(long bytes, String type, String address) {
        return JSON.createObjectNode()
                .put("bytes", bytes)
                .put("contentType", type)
                .put("href", address);
    }

    @Test
    void whatIsSmallIsShownWhereverItIsKept() {
        ObjectNode tree = JSON.createObjectNode();
        tree.put("plain", 1).set("apart", leaf("[1,2]", "application/json"));
        assertThat(shown(tree)).isEqualTo(JSON.readTree("{\"plain\":1,\"apart\":[1,2]}"));
        assertThat(References.apart(tree).references()).hasSize(1);
    }

    @Test
    void ofWhatIsLargeOrBinaryTheAddressIsShown() {
        ObjectNode tree = JSON.createObjectNode();
        tree.set("a/b c", leaf("123", "image/png"));
        tree.putArray("list").add(1).add(leaf("\"" + "x".repeat(MOST) + "\"", "application/json"));
        assertThat(shown(tree).get("a/b c")).isEqualTo(elsewhere(3, "image/png", "/there?path=%2Fa%7E1b%20c"));
        assertThat(shown(tree).at("/list/1"))
                .isEqualTo(elsewhere(MOST + 2, "application/json", "/there?path=%2Flist%2F1"));
        assertThat(shown(leaf("x", "text/plain"))).isEqualTo(elsewhere(1, "text/plain", "/there"));
    }

    @Test
    void aTreeThatIsLargeByItselfIsNotShown() {
        ObjectNode tree = JSON.createObjectNode().put("text", "x".repeat(MOST));
        tree.set("more", leaf("12345", "application/json"));
        long bytes = OutputSize.of(tree);
        assertThat(bytes).isGreaterThan(MOST);
        assertThat(shown(tree)).isEqualTo(elsewhere(bytes, "application/json", "/there"));
    }

    @Test
    void manySmallValuesAreShownOnlyUntilTheyAreLargeTogether() {
        ObjectNode tree = JSON.createObjectNode();
        for (int i = 0; i < 5; i++) {
            tree.set("v" + i, leaf("\"" + "x".repeat(MOST / 3) + "\"", "application/json"));
        }
        assertThat(shown(tree).valueStream().filter(JsonNode::isString)).hasSize(2);
        assertThat(shown(tree).valueStream().filter(JsonNode::isObject)).hasSize(3);
    }

    @Test
    void aValueThatHasExpiredIsShownAsOneElsewhere() {
        JsonNode leaf = leaf("[1]", "application/json");
        stored.clear();
        assertThat(shown(leaf)).isEqualTo(elsewhere(3, "application/json", "/there"));
    }
}
