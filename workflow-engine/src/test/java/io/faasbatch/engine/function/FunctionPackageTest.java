package io.faasbatch.engine.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.faasbatch.engine.definition.InvalidDefinitionException;
import io.faasbatch.protocol.Isolation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FunctionPackageTest {

    private static final FunctionName COUNT = new FunctionName("count");
    private static final PackageLimits LIMITS = new PackageLimits(1 << 20, 1 << 20, 20, Set.of("faasbatch", "vanilla"));
    private static final String SHORTEST = "name: count\nruntime: python3\nhandler: main:handle\n";

    @Test
    void theDefaultsAreFilledIn() throws Exception {
        FunctionDefinition function = parse(zip(SHORTEST)).definition();
        assertThat(function.isolation()).isEqualTo(Isolation.PROCESS);
        assertThat(function.concurrency()).isEqualTo(128);
        assertThat(function.timeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(function.memoryBytes()).isEqualTo(256L << 20);
        assertThat(function.cpus()).isEqualTo(1.0);
        assertThat(function.dispatchInterval()).isEmpty();
        assertThat(function.strategy()).isEmpty();
        assertThat(function.createdAt()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void everythingThatCanBeSaidIsRead() throws Exception {
        FunctionDefinition function = parse(zip(SHORTEST
                        + "isolation: thread\nconcurrency: 4\ntimeout: 1.5s\nmemory: 1GiB\ncpus: 0.5\n"
                        + "dispatchInterval: 0ms\nstrategy: vanilla\nshared: [boto3.client, redis.Redis]\n"
                        + "env: {A: text, B: 1, C: true}\n"))
                .definition();
        assertThat(function.isolation()).isEqualTo(Isolation.THREAD);
        assertThat(function.timeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(function.memoryBytes()).isEqualTo(1L << 30);
        assertThat(function.dispatchInterval()).contains(Duration.ZERO);
        assertThat(function.strategy()).contains("vanilla");
        assertThat(function.shared()).containsExactly("boto3.client", "redis.Redis");
        assertThat(function.env()).isEqualTo(Map.of("A", "text", "B", "1", "C", "true"));
    }

    @Test
    void theVersionIsOfTheFilesAndNotOfTheirPacking() throws Exception {
        Map<String, String> files = Map.of("function.yaml", SHORTEST, "main.py", "x", "other.py", "y");
        String version = parse(zip(new TreeMap<>(files), 0)).definition().version();
        var backwards = new TreeMap<String, String>(java.util.Comparator.reverseOrder());
        backwards.putAll(files);
        assertThat(parse(zip(backwards, 9)).definition().version())
                .isEqualTo(version)
                .matches("[0-9a-f]{64}");
        assertThat(parse(zip(SHORTEST)).definition().version()).isNotEqualTo(version);
    }

    @Test
    void aJavaClassIsFoundAtTheRootAndInAJar() throws Exception {
        String yaml = "name: count\nruntime: java\nhandler: com.example.Count\n";
        byte[] root = zip(Map.of("function.yaml", yaml, "com/example/Count.class", "x"), 9);
        assertThat(parse(root).definition().isolation()).isEqualTo(Isolation.THREAD);
        byte[] jar = zip(Map.of("com/example/Count.class", "x"), 9);
        byte[] inJar =
                zipBytes(Map.of("function.yaml", yaml.getBytes(StandardCharsets.UTF_8), "lib/count.jar", jar), 9);
        assertThat(parse(inJar).definition().runtime()).isEqualTo("java");
        assertThat(faults(zip(yaml)))
                .containsExactly(
                        "3:10 handler: the archive has no com/example/Count.class, neither at its root nor in a jar");
    }

    @Test
    void anOwnImageNeedsNoHandler() throws Exception {
        FunctionDefinition function =
                parse(zip("name: count\nimage: my/image:tag\n")).definition();
        assertThat(function.image()).contains("my/image:tag");
        assertThat(function.runtime()).isEqualTo("image");
    }

    static Stream<Arguments> yamlFaults() {
        return Stream.of(
                fault(
                        "name: other\nruntime: python3\nhandler: main:handle",
                        "1:7 name: differs from the name it is deployed under: count"),
                fault(
                        "name: count\nhandler: main:handle",
                        "1:1 runtime: is required: python3, java or nodejs; or image"),
                fault(
                        "name: count\nruntime: python\nhandler: main:handle",
                        "2:10 runtime: must be one of java, nodejs, python3; did you mean python3?"),
                fault(
                        "name: count\nruntime: python3\nimage: a\nhandler: main:handle",
                        "2:10 runtime: cannot stand beside image: the image brings its own runtime"),
                fault("name: count\nruntime: python3", "1:1 handler: is required"),
                fault(
                        "name: count\nruntime: python3\nhandler: handle",
                        "3:10 handler: must be module:function, such as main:handle"),
                fault(
                        "name: count\nruntime: python3\nhandler: app.web:handle",
                        "3:10 handler: the archive has neither app/web.py nor app/web/__init__.py"),
                fault(
                        "name: count\nruntime: java\nhandler: 1\nisolation: process",
                        "3:10 handler: must be text, not a whole number; put it in quotes",
                        "4:12 isolation: process is not possible with runtime java, which cannot fork; use thread"),
                fault(SHORTEST + "concurrency: 0", "4:14 concurrency: must be a whole number from 1 to 10000"),
                fault(SHORTEST + "concurrency: 1.5", "4:14 concurrency: must be a whole number from 1 to 10000"),
                fault(SHORTEST + "cpus: .nan", "4:7 cpus: must be a number from 0.01 to 256.0"),
                fault(SHORTEST + "cpus: 1e999999999", "4:7 cpus: must be a number from 0.01 to 256.0"),
                fault(SHORTEST + "memory: 1MiB", "4:9 memory: must be from 32MiB to 1TiB"),
                fault(SHORTEST + "memory: 256", "4:9 memory: must be a size such as 256MiB or 1GiB"),
                fault(SHORTEST + "timeout: 0s", "4:10 timeout: must be from 1ms to 1d"),
                fault(SHORTEST + "dispatchInterval: 2h", "4:19 dispatchInterval: must be from 0s to 1h"),
                fault(SHORTEST + "repurpose: perhaps", "4:12 repurpose: must be true or false, not text"),
                fault(
                        SHORTEST + "strategy: vanila",
                        "4:11 strategy: must be one of faasbatch, vanilla; did you mean vanilla?"),
                fault(
                        SHORTEST + "shared: [redis.Redis]",
                        "4:9 shared: needs isolation: thread; processes share no objects"),
                fault(
                        SHORTEST + "isolation: thread\nshared: [Redis, a.B, a.B]",
                        "5:10 shared[0]: is no dotted name of a constructor, such as redis.Redis",
                        "5:22 shared[2]: is here a second time"),
                fault(
                        SHORTEST + "env: {1A: x, FAASBATCH_X: y, B: [1], C: }",
                        "4:7 env.1A: is no name of a variable: [A-Za-z_][A-Za-z0-9_]*",
                        "4:14 env.FAASBATCH_X: names that start with FAASBATCH_ are reserved",
                        "4:33 env.B: must be text, not a list",
                        "4:40 env.C: must be text, not null"),
                fault(SHORTEST + "memmory: 1GiB", "4:1 memmory: unknown key; did you mean memory?"));
    }

    @ParameterizedTest
    @MethodSource("yamlFaults")
    void everyFaultHasItsPlace(String yaml, List<String> expected) throws Exception {
        assertThat(faults(zip(yaml))).containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/etc/passwd", "a/../../x", "a\\b", "C:/x", "a//b", "./x"})
    void aNameThatLeadsOutIsRefused(String name) throws Exception {
        assertThat(faults(zip(Map.of("function.yaml", SHORTEST, "main.py", "", name, "x"), 9)))
                .singleElement()
                .asString()
                .contains("leads out of it", name);
    }

    @Test
    void whatIsNoArchiveIsRefused() throws Exception {
        assertThat(faults(new byte[0])).containsExactly("0:0 : the archive is no zip archive");
        assertThat(faults("name: count".repeat(10).getBytes(StandardCharsets.UTF_8)))
                .containsExactly("0:0 : the archive is no zip archive");
        assertThat(faults(zip(Map.of("folder/function.yaml", SHORTEST), 9)))
                .containsExactly("0:0 : the archive has no function.yaml at its root");
    }

    @Test
    void anyDamageIsAFaultAndNoCrash() throws Exception {
        byte[] whole = zip(SHORTEST);
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= (byte) 0xFF;
            try {
                parse(damaged);
            } catch (InvalidDefinitionException e) {
                assertThat(e.faults()).isNotEmpty();
            }
        }
    }

    @Test
    void aBombStopsAtTheLimit() throws Exception {
        byte[] bomb = zip(Map.of("function.yaml", SHORTEST, "main.py", "x".repeat(2 << 20)), 9);
        assertThat(bomb.length).isLessThan(10_000);
        assertThat(faults(bomb)).contains("0:0 : the archive is larger than 1048576 bytes when unpacked");
    }

    @Test
    void tooManyEntriesAreRefused() throws Exception {
        var files = new TreeMap<String, String>();
        for (int i = 0; i < 21; i++) {
            files.put("f" + i, "");
        }
        assertThat(faults(zip(files, 9))).containsExactly("0:0 : the archive has 21 entries; at most 20 are allowed");
    }

    @Test
    void aFileTwiceIsRefused() throws Exception {
        byte[] zip = zip(Map.of("function.yaml", SHORTEST, "main.py", "", "main.pz", ""), 9);
        String twice = new String(zip, StandardCharsets.ISO_8859_1).replace("main.pz", "main.py");
        assertThat(faults(twice.getBytes(StandardCharsets.ISO_8859_1)))
                .containsExactly("0:0 : the archive has this file twice: main.py");
    }

    @Test
    void aSymbolicLinkIsRefused() throws Exception {
        byte[] zip = zip(SHORTEST);
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int header = bytes.getInt(zip.length - 22 + 16);
        bytes.put(header + 5, (byte) 3).putInt(header + 38, 0xA1FF << 16);
        assertThat(faults(zip)).singleElement().asString().contains("symbolic link");
    }

    @Test
    void functionYamlMustBeUtf8() throws Exception {
        byte[] zip = zipBytes(Map.of("function.yaml", new byte[] {'a', ':', (byte) 0xC3, '('}), 9);
        assertThat(faults(zip)).containsExactly("0:0 : the document is not UTF-8");
    }

    @Test
    void schemaAndReaderKnowTheSameKeys() {
        JsonNode schema = JsonMapper.shared()
                .readTree(Path.of("../docs/schema/function.schema.json").toFile());
        assertThat(schema.at("/properties").propertyNames()).hasSameElementsAs(FunctionReader.KEYS);
        assertThat(schema.at("/properties/concurrency/maximum").asInt()).isEqualTo(FunctionReader.MOST_CONCURRENCY);
        assertThat(schema.at("/properties/cpus/maximum").asDouble()).isEqualTo(FunctionReader.MOST_CPUS);
    }

    private static Arguments fault(String yaml, String... faults) {
        return Arguments.of(yaml, List.of(faults));
    }

    private static FunctionPackage parse(byte[] zip) throws InvalidDefinitionException {
        return FunctionPackage.parse(COUNT, zip, LIMITS, Instant.EPOCH);
    }

    private static List<String> faults(byte[] zip) {
        InvalidDefinitionException refused = catchThrowableOfType(InvalidDefinitionException.class, () -> parse(zip));
        assertThat(refused).as("the package is refused").isNotNull();
        return refused.faults().stream()
                .map(fault -> fault.line() + ":" + fault.column() + " " + fault.path() + ": " + fault.message())
                .toList();
    }

    private static byte[] zip(String yaml) throws IOException {
        return zip(new TreeMap<>(Map.of("function.yaml", yaml, "main.py", "def handle(input, context): pass\n")), 9);
    }

    private static byte[] zip(Map<String, String> files, int level) throws IOException {
        var bytes = new java.util.LinkedHashMap<String, byte[]>();
        files.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return zipBytes(bytes, level);
    }

    private static byte[] zipBytes(Map<String, byte[]> files, int level) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.setLevel(level);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
