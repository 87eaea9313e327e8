package io.faasbatch.experiments.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.experiments.trace.Arrival;
import io.faasbatch.experiments.trace.Trace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class SampleTest {

    private final JsonMapper mapper = new JsonMapper();
    private final Arrival arrival = new Arrival(Duration.ZERO, "f", 25, Duration.ZERO);

    @ParameterizedTest
    @EnumSource
    void aPackageHoldsItsDefinitionAndItsCode(Sample sample) throws IOException {
        Map<String, String> files = unzip(sample.zip("my-function", "run-1"));

        assertThat(files.get("function.yaml")).contains("name: my-function", "EXPERIMENT_RUN: \"run-1\"", "isolation:");
        assertThat(files.get("main.py")).contains("def handle(input, context):");
    }

    @Test
    void theSameRunGivesTheSamePackageAndAnotherRunAnother() {
        byte[] first = Sample.CPU.zip("f", "1");

        assertThat(Sample.CPU.zip("f", "1")).isEqualTo(first);
        assertThat(Sample.CPU.zip("f", "2")).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vanilla", "sfs", "kraken"})
    void underStrategiesWithoutSharingEachInvocationMakesAClient(String strategy) throws IOException {
        assertThat(definition(Sample.IO.under(strategy))).doesNotContain("shared:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"faasbatch", "adaptive"})
    void underTheOthersOneContainerHasOneClient(String strategy) throws IOException {
        assertThat(definition(Sample.IO.under(strategy))).contains("shared: [main.connect]");
    }

    @ParameterizedTest
    @EnumSource(names = {"CPU", "CPU_THREADS", "IO_SHARED"})
    void theOtherSamplesAreTheSameUnderEachStrategy(Sample sample) {
        assertThat(sample.under("vanilla")).isEqualTo(sample);
        assertThat(sample.under("faasbatch")).isEqualTo(sample);
    }

    @ParameterizedTest
    @EnumSource
    void aSampleIsFoundByWhatItIsWrittenAs(Sample sample) {
        assertThat(Sample.named(sample.toString())).isEqualTo(sample);
    }

    @Test
    void onlyTheRightOutputCounts() {
        assertThat(Sample.CPU.isRight(arrival, mapper.readTree("{\"n\":25,\"result\":75025}")))
                .isTrue();
        assertThat(Sample.CPU.isRight(arrival, mapper.readTree("{\"n\":25,\"result\":75026}")))
                .isFalse();
        assertThat(Sample.CPU.isRight(arrival, mapper.readTree("null"))).isFalse();
        assertThat(Sample.IO.isRight(arrival, mapper.readTree("{\"kind\":\"S3\"}")))
                .isTrue();
        assertThat(Sample.IO.isRight(arrival, mapper.readTree("{}"))).isFalse();
    }

    @Test
    void namesOfATraceBecomeNamesThatCanBeDeployedAndStayDifferent() {
        Trace trace = new Trace(
                "t",
                List.of("azure_func_00000407", "Azure-Func 00000407", "___", "a".repeat(80)).stream()
                        .map(name -> new Arrival(Duration.ZERO, name, 20, Duration.ZERO))
                        .toList());

        Map<String, String> names = FunctionNames.of(trace);

        assertThat(names.values())
                .containsExactly("azure-func-00000407", "azure-func-00000407-1", "function", "a".repeat(63));
    }

    private static String definition(Sample sample) throws IOException {
        return Objects.requireNonNull(unzip(sample.zip("f", "1")).get("function.yaml"));
    }

    private static Map<String, String> unzip(byte[] bytes) throws IOException {
        Map<String, String> files = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
