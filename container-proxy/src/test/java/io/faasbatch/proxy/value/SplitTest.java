package io.faasbatch.proxy.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.protocol.Split;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SplitTest {

    private static final int LIMIT = 100;
    private static final String LARGE = "x".repeat(200);
    private static final JsonMapper JSON = JsonMapper.shared();

    private static Split.Result split(JsonNode tree, String... fixed) {
        return Split.of(tree, LIMIT, Set.of(fixed));
    }

    @Test
    void aSmallTreeStaysWhole() {
        JsonNode tree = JSON.readTree("{\"a\":[1,2,{\"b\":\"text\"}]}");
        assertThat(split(tree).tree()).isSameAs(tree);
        assertThat(split(tree).parts()).isEmpty();
    }

    @Test
    void largeFieldsAreTakenEachByItself() {
        ObjectNode tree = JSON.createObjectNode();
        tree.put("file", LARGE).put("name", "short");
        tree.putObject("more/files").putArray("list").add("short").add(LARGE);

        Split.Result split = split(tree);

        assertThat(split.parts()).containsOnlyKeys("/file", "/more~1files/list/1");
        assertThat(split.tree())
                .isEqualTo(
                        JSON.readTree("{\"file\":null,\"name\":\"short\",\"more/files\":{\"list\":[\"short\",null]}}"));
        assertThat(tree.get("file").stringValue()).isEqualTo(LARGE);
    }

    @Test
    void whatIsLargeByManySmallValuesIsTakenAsOne() {
        ObjectNode tree = JSON.createObjectNode();
        for (int i = 0; i < 200; i++) {
            tree.withArray("/many").add(i);
        }
        tree.put("name", "short");
        assertThat(split(tree).parts()).containsOnlyKeys("/many");
        assertThat(split(tree.get("many")).parts()).containsOnlyKeys("");
        assertThat(split(tree.get("many")).tree().isNull()).isTrue();
    }

    @Test
    void aLargeValueBelowTheDepthGoesWithWhatIsAroundIt() {
        ObjectNode tree = JSON.createObjectNode();
        tree.putObject("a").putObject("b").putObject("c").putObject("d").put("e", LARGE);
        assertThat(split(tree).parts()).containsOnlyKeys("/a/b/c");
    }

    @Test
    void aroundAFixedPlaceNothingIsTaken() {
        ObjectNode tree = JSON.createObjectNode();
        tree.putNull("image");
        for (int i = 0; i < 200; i++) {
            tree.put("k" + i, i);
        }
        assertThat(split(tree, "/image").parts()).isEmpty();
        assertThat(split(tree).parts()).containsOnlyKeys("");
    }
}
