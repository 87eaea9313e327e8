package io.faasbatch.engine.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WorkflowSchemaTest {

    private static final JsonNode SCHEMA = JsonMapper.shared()
            .readTree(Path.of("../docs/schema/workflow.schema.json").toFile());

    @Test
    void schemaAndParserKnowTheSameKeys() {
        assertThat(SCHEMA.at("/properties").propertyNames()).hasSameElementsAs(WorkflowParser.KEYS);
        assertThat(SCHEMA.at("/$defs/step/properties").propertyNames()).hasSameElementsAs(StepReader.KEYS);
        assertThat(SCHEMA.at("/$defs/retry/properties").propertyNames()).hasSameElementsAs(StepReader.RETRY_KEYS);
    }

    @Test
    void schemaAndParserHaveTheSameLimits() {
        assertThat(SCHEMA.at("/properties/steps/maxProperties").asInt()).isEqualTo(WorkflowParser.MOST_STEPS);
        assertThat(SCHEMA.at("/$defs/retry/properties/attempts/maximum").asInt())
                .isEqualTo(StepReader.MOST_ATTEMPTS);
        assertThat(SCHEMA.at("/$defs/retry/properties/factor/maximum").asDouble())
                .isEqualTo(StepReader.LARGEST_FACTOR);
    }
}
