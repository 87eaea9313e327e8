package io.faasbatch.proxy.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasbatch.protocol.Places;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.POJONode;

class PlacesTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static Optional<Integer> number(JsonNode leaf) {
        return leaf instanceof POJONode pojo ? Optional.of((Integer) pojo.getPojo()) : Optional.empty();
    }

    private static JsonNode tree() {
        var tree = JSON.createObjectNode();
        tree.put("plain", "text");
        tree.putObject("a/b").set("c~d", new POJONode(1));
        tree.putArray("list").add(1).add(new POJONode(2));
        return tree;
    }

    @Test
    void leavesAreTakenOutByPointerAndPutBack() {
        JsonNode tree = tree();
        Map<String, Integer> taken = new HashMap<>();

        JsonNode left = Places.take(tree, PlacesTest::number, taken);

        assertThat(taken).containsExactlyInAnyOrderEntriesOf(Map.of("/a~1b/c~0d", 1, "/list/1", 2));
        assertThat(left).isEqualTo(JSON.readTree("{\"plain\":\"text\",\"a/b\":{\"c~d\":null},\"list\":[1,null]}"));
        assertThat(tree).isEqualTo(tree());
        assertThat(Places.put(left, Map.of("/a~1b/c~0d", new POJONode(1), "/list/1", new POJONode(2))))
                .isEqualTo(tree);
    }

    @Test
    void aTreeWithNothingToTakeIsNotCopied() {
        JsonNode tree = JSON.readTree("{\"a\":[1,{\"b\":null}]}");
        assertThat(Places.take(tree, PlacesTest::number, new HashMap<>())).isSameAs(tree);
    }

    @Test
    void theWholeTreeCanBeOneLeaf() {
        Map<String, Integer> taken = new HashMap<>();
        JsonNode left = Places.take(new POJONode(3), PlacesTest::number, taken);
        assertThat(taken).containsExactly(Map.entry("", 3));
        assertThat(Places.put(left, Map.of("", IntNode.valueOf(3)))).isEqualTo(IntNode.valueOf(3));
    }

    @Test
    void nothingIsPutWhereThereIsNoNull() {
        JsonNode tree = JSON.readTree("{\"a\":1,\"b\":[null]}");
        for (String place : new String[] {"/a", "/c", "/b/1", "/b/x", "/a/b", "", "b"}) {
            assertThatThrownBy(() -> Places.put(tree, Map.of(place, IntNode.valueOf(1))))
                    .as(place)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
