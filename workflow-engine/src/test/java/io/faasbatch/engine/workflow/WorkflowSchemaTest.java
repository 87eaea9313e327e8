package io.faasbatch.engine.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.faasbatch.engine.definition.TrustedYaml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WorkflowSchemaTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNode SCHEMA = JSON.readTree(WorkflowSchema.text());
    private static final Schema VALIDATOR = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(WorkflowSchema.text(), InputFormat.JSON);
    private static final Path EXAMPLES = Path.of("../examples");
    private static final Path GUIDE = Path.of("../docs/workflows.md");
    private static final Pattern YAML_BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void schemaAndParserKnowTheSameKeys() {
        assertThat(SCHEMA.at("/properties").propertyNames()).hasSameElementsAs(WorkflowParser.KEYS);
        assertThat(SCHEMA.at("/$defs/step/properties").propertyNames()).hasSameElementsAs(StepReader.KEYS);
        assertThat(SCHEMA.at("/$defs/retry/properties").propertyNames()).hasSameElementsAs(RetryReader.KEYS);
        assertThat(SCHEMA.at("/$defs/case/properties").propertyNames()).hasSameElementsAs(SwitchReader.KEYS);
        assertThat(SCHEMA.at("/$defs/catch/properties").propertyNames()).hasSameElementsAs(CatchReader.KEYS);
        assertThat(SCHEMA.at("/$defs/step/properties/fail/properties").propertyNames())
                .hasSameElementsAs(ActionReader.FAIL_KEYS);
        assertThat(SCHEMA.at("/$defs/branch/properties").propertyNames()).hasSameElementsAs(StepRole.NOT_IN_BRANCH);
        assertThat(SCHEMA.at("/$defs/onFailure/properties").propertyNames()).hasSameElementsAs(StepRole.NOT_ON_FAILURE);
    }

    @Test
    void schemaAndParserHaveTheSameLimits() {
        assertThat(SCHEMA.at("/properties/steps/maxProperties").asInt()).isEqualTo(WorkflowParser.MOST_STEPS);
        assertThat(SCHEMA.at("/$defs/retry/properties/attempts/maximum").asInt())
                .isEqualTo(RetryReader.MOST_ATTEMPTS);
        assertThat(SCHEMA.at("/$defs/retry/properties/factor/maximum").asDouble())
                .isEqualTo(RetryReader.LARGEST_FACTOR);
        assertThat(SCHEMA.at("/$defs/step/properties/maxParallel/maximum").asInt())
                .isEqualTo(StepReader.MOST_PARALLEL);
    }

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            List<Path> workflows = files.filter(WorkflowSchemaTest::isWorkflow).toList();
            return workflows.stream();
        }
    }

    private static boolean isWorkflow(Path file) {
        boolean tour = file.startsWith(EXAMPLES.resolve("language-tour"))
                && file.toString().endsWith(".yaml");
        return tour || file.endsWith("workflow.yaml");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsReadAndFitsTheSchema(Path file) throws Exception {
        String text = Files.readString(file);
        new WorkflowParser().parse(new WorkflowName("example"), text, _ -> true);
        assertThat(errors(text)).isEmpty();
    }

    static Stream<String> blocksOfTheGuide() throws IOException {
        Matcher block = YAML_BLOCK.matcher(Files.readString(GUIDE));
        return block.results().map(found -> found.group(1)).toList().stream();
    }

    /** A block is a whole workflow, or some of its steps. */
    @ParameterizedTest
    @MethodSource("blocksOfTheGuide")
    void aBlockOfTheGuideIsReadAndFitsTheSchema(String block) throws Exception {
        String text = block.contains("steps:\n") && !block.startsWith("  ") ? block : "steps:\n" + block;
        new WorkflowParser().parse(new WorkflowName("example"), text, _ -> true);
        assertThat(errors(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "function: f, wait: 1s",
                "timeout: 1s",
                "wait: 1s, retry: {attempts: 2}",
                "set: 1, input: 1",
                "fail: {type: X}, output: 1",
                "function: f, maxParallel: 2",
                "function: f, foreach: 1",
                "parallel: {x: {set: 1, after: [y]}, y: {set: 1}}",
                "switch: [{default: a, when: true}]",
                "catch: {on: []}, set: 1",
                "set: 1, unknown: 1",
                "pass: false",
                "wait: {until: tomorrow}",
                "wait: soon",
            })
    void whatTheParserRefusesByItsFormTheSchemaRefusesToo(String step) {
        assertThat(errors("steps:\n  a: {" + step + "}\n")).isNotEmpty();
    }

    private static List<Error> errors(String yaml) {
        Object value = TrustedYaml.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "workflow");
        return VALIDATOR.validate(JSON.writeValueAsString(value), InputFormat.JSON);
    }
}
