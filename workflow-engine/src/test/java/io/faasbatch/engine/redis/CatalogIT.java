package io.faasbatch.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.function.PackagesForTests;
import io.faasbatch.engine.storage.Page;
import io.faasbatch.engine.workflow.WorkflowName;
import io.faasbatch.engine.workflow.WorkflowSource;
import io.faasbatch.engine.workflow.WorkflowText;
import io.faasbatch.protocol.Isolation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CatalogIT extends RedisStorageTesting {

    @Test
    void aFunctionComesBackAsItWasDeployed() {
        FunctionDefinition definition = function("count", "v1");
        assertThat(deploy(definition)).isTrue();
        assertThat(storage.functions().find(definition.name())).contains(definition);
        assertThat(storage.functions().archive(definition.name(), "v1"))
                .hasValueSatisfying(archive -> assertThat(archive).isEqualTo(new byte[] {0, 1, (byte) 200, 13, 10}));
    }

    @Test
    void aReplacedVersionCanBeHadForAWhile() {
        deploy(function("count", "v1"));
        assertThat(deploy(function("count", "v2"))).isFalse();
        FunctionName name = new FunctionName("count");
        assertThat(storage.functions().find(name))
                .map(FunctionDefinition::version)
                .contains("v2");
        assertThat(storage.functions().find(name, "v1")).isPresent();
        assertThat(redis().pttl("fb:function:count:version:v1")).isPositive();
        assertThat(redis().pttl("fb:function:count:version:v2")).isEqualTo(-1);
    }

    @Test
    void aVersionThatIsDeployedAgainStays() {
        deploy(function("count", "v1"));
        deploy(function("count", "v2"));
        deploy(function("count", "v1"));
        assertThat(redis().pttl("fb:function:count:version:v1")).isEqualTo(-1);
        assertThat(redis().pttl("fb:function:count:version:v2")).isPositive();
    }

    @Test
    void aDeletedFunctionIsNotFoundButItsVersionIs() {
        deploy(function("count", "v1"));
        FunctionName name = new FunctionName("count");
        assertThat(storage.functions().delete(name)).isTrue();
        assertThat(storage.functions().delete(name)).isFalse();
        assertThat(storage.functions().find(name)).isEmpty();
        assertThat(storage.functions().list(Optional.empty(), 10).items()).isEmpty();
        assertThat(storage.functions().find(name, "v1")).isPresent();
        assertThat(redis().pttl("fb:function:count:version:v1")).isPositive();
    }

    @Test
    void pagesFollowEachOtherByNameWithoutGapOrRepeat() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            names.add("f" + i);
            deploy(function("f" + i, "v1"));
        }
        List<String> listed = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<FunctionDefinition> page = storage.functions().list(cursor, 10);
            page.items().forEach(one -> listed.add(one.name().value()));
            cursor = page.next();
        } while (cursor.isPresent());
        assertThat(listed).containsExactlyElementsOf(names.stream().sorted().toList());
    }

    @Test
    void aWorkflowIsKeptAsItsAuthorWroteIt() {
        WorkflowSource source =
                new WorkflowSource(new WorkflowName("words"), "v1", WorkflowText.of("steps:\n  ä: {}\n"), NOW);
        assertThat(storage.workflows().deploy(source)).isTrue();
        assertThat(storage.workflows().find(source.name())).contains(source);
        assertThat(storage.workflows().find(source.name(), "v1")).contains(source);
        assertThat(storage.workflows().list(Optional.empty(), 1))
                .isEqualTo(new Page<>(List.of(source), Optional.empty()));
        assertThat(storage.workflows().delete(source.name())).isTrue();
        assertThat(storage.workflows().find(source.name())).isEmpty();
    }

    private boolean deploy(FunctionDefinition definition) {
        return storage.functions().deploy(PackagesForTests.of(definition, new byte[] {0, 1, (byte) 200, 13, 10}));
    }

    private static FunctionDefinition function(String name, String version) {
        return new FunctionDefinition(
                new FunctionName(name),
                version,
                "python3",
                Optional.empty(),
                "main:handle",
                Isolation.PROCESS,
                128,
                Duration.ofSeconds(60),
                1L << 28,
                1.5,
                Optional.of(Duration.ofMillis(200)),
                Optional.empty(),
                Optional.empty(),
                List.of("boto3.client"),
                Map.of("KEY", "value"),
                NOW);
    }
}
