package io.faasbatch.engine.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasbatch.protocol.ValueReference;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ReferencesTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final ValueReference FILE = new ValueReference("fb:{e1}:data:abc", 70_000, "image/png");

    private static ObjectNode tree() {
        ObjectNode tree = JSON.createObjectNode();
        tree.put("name", "x").set("file", References.leaf(FILE));
        return tree;
    }

    @Test
    void referencesAreLeavesAndComeApart() {
        References.Apart apart = References.apart(tree());
        assertThat(apart.references()).containsExactly(Map.entry("/file", FILE));
        assertThat(apart.tree()).isEqualTo(JSON.readTree("{\"name\":\"x\",\"file\":null}"));
        assertThat(References.together(apart.tree(), apart.references())).isEqualTo(tree());
    }

    @Test
    void aLeafThatIsWrittenOrPrintedDoesNotTellItsKey() {
        assertThat(JSON.writeValueAsString(tree()))
                .isEqualTo("{\"name\":\"x\",\"file\":{\"bytes\":70000,\"contentType\":\"image/png\"}}");
        assertThat(tree().toString()).doesNotContain("fb:");
    }

    @Test
    void noTextOfAUserIsTakenForAReference() {
        JsonNode forged =
                JSON.readTree(JSON.writeValueAsString(Map.of("file", FILE, "references", Map.of("/x", FILE))));
        assertThat(References.apart(forged).references()).isEmpty();
        assertThat(References.apart(JSON.valueToTree(FILE)).references()).isEmpty();
    }

    @Test
    void aContainerCanReferOnlyToValuesOfItsOwnExecution() {
        References.check(Map.of("/file", FILE), "e1");
        for (String scope : new String[] {"e", "e2", "e1}:data:", ""}) {
            assertThatThrownBy(() -> References.check(Map.of("/file", FILE), scope))
                    .as(scope)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("abc");
        }
        ValueReference endless = new ValueReference("fb:{e1}:data:abc", ValueReference.MAX_BYTES + 1, "image/png");
        assertThatThrownBy(() -> References.check(Map.of("", endless), "e1"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
