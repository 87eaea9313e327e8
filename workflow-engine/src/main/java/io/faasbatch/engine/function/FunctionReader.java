package io.faasbatch.engine.function;

import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.Fields;
import io.faasbatch.engine.definition.Suggestion;
import io.faasbatch.engine.definition.YamlMap;
import io.faasbatch.engine.definition.YamlScalar;
import io.faasbatch.engine.definition.YamlValue;
import io.faasbatch.protocol.InitRequest;
import io.faasbatch.protocol.Isolation;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code function.yaml}. For one package. */
final class FunctionReader {

    static final Set<String> KEYS = Set.of(
            "name",
            "runtime",
            "image",
            "handler",
            "isolation",
            "concurrency",
            "timeout",
            "memory",
            "cpus",
            "dispatchInterval",
            "strategy",
            "latencyTarget",
            "repurpose",
            "shared",
            "coalesceHttp",
            "env");

    static final int MOST_CONCURRENCY = 10_000;
    static final Duration LONGEST_TIMEOUT = Duration.ofHours(24);
    static final Duration LONGEST_DISPATCH_INTERVAL = Duration.ofHours(1);
    static final Duration SHORTEST_LATENCY_TARGET = Duration.ofMillis(1);
    static final Duration LONGEST_LATENCY_TARGET = Duration.ofHours(1);
    static final long LEAST_MEMORY = 32L << 20;
    static final long MOST_MEMORY = 1L << 40;
    static final double LEAST_CPUS = 0.01;
    static final double MOST_CPUS = 256;

    private static final int CONCURRENCY = 128;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final long MEMORY = 256L << 20;
    private static final double CPUS = 1.0;
    private static final Map<String, String> RUNTIMES =
            Map.of("python3", "python3", "java", "java", "nodejs", "nodejs");
    private static final Map<String, Isolation> ISOLATIONS =
            Map.of("process", Isolation.PROCESS, "thread", Isolation.THREAD);
    private static final Pattern IMAGE = Pattern.compile("[a-z0-9][A-Za-z0-9._/:@-]{0,254}");
    private static final Pattern CONSTRUCTOR = Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)+");
    private static final Pattern ENV_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String RESERVED_ENV = "FAASBATCH_";

    private final Fields fields;
    private final PackageFiles files;
    private final Faults faults;

    FunctionReader(YamlMap document, PackageFiles files, Faults faults) {
        this.fields = new Fields(document, KEYS, faults);
        this.files = files;
        this.faults = faults;
    }

    FunctionDefinition read(FunctionName expected, Set<String> strategies, Instant now) {
        name(expected);
        Optional<String> image = image();
        String runtime = runtime(image.isPresent() || fields.has("image"));
        Isolation isolation = isolation(runtime);
        return new FunctionDefinition(
                expected,
                files.digest(),
                runtime,
                image,
                new HandlerCheck(fields, files).read(runtime),
                isolation,
                fields.integer("concurrency", 1, MOST_CONCURRENCY).orElse(CONCURRENCY),
                fields.duration("timeout", Duration.ofMillis(1), LONGEST_TIMEOUT)
                        .orElse(TIMEOUT),
                fields.size("memory", LEAST_MEMORY, MOST_MEMORY).orElse(MEMORY),
                fields.decimal("cpus", LEAST_CPUS, MOST_CPUS).orElse(CPUS),
                fields.duration("dispatchInterval", Duration.ZERO, LONGEST_DISPATCH_INTERVAL),
                strategy(strategies),
                fields.duration("latencyTarget", SHORTEST_LATENCY_TARGET, LONGEST_LATENCY_TARGET),
                fields.flag("repurpose").orElse(true),
                shared(runtime, isolation),
                env(),
                fields.flag("coalesceHttp").orElse(false),
                now);
    }

    private void name(FunctionName expected) {
        fields.required("name");
        Optional<String> name = fields.text("name");
        if (name.isPresent() && !FunctionName.isValid(name.get())) {
            fields.fault("name", "is no name of a function: [a-z0-9][a-z0-9-]{0,62}");
        } else if (name.isPresent() && !name.get().equals(expected.value())) {
            fields.fault("name", "differs from the name it is deployed under: " + expected);
        }
    }

    private Optional<String> image() {
        Optional<String> image = fields.text("image");
        if (image.isPresent() && !IMAGE.matcher(image.get()).matches()) {
            fields.fault("image", "is no name of an image, such as my/image:tag");
        }
        return image;
    }

    private String runtime(boolean ownImage) {
        if (ownImage) {
            if (fields.has("runtime")) {
                fields.fault("runtime", "cannot stand beside image: the image brings its own runtime");
            }
            return InitRequest.OWN_IMAGE;
        }
        if (!fields.has("runtime")) {
            fields.fault("runtime", "is required: python3, java or nodejs; or image");
        }
        return fields.choice("runtime", RUNTIMES).orElse("");
    }

    private Isolation isolation(String runtime) {
        Optional<Isolation> isolation = fields.choice("isolation", ISOLATIONS);
        if (runtime.equals("java") && isolation.equals(Optional.of(Isolation.PROCESS))) {
            fields.fault("isolation", "process is not possible with runtime java, which cannot fork; use thread");
        }
        return isolation.orElse(runtime.equals("java") ? Isolation.THREAD : Isolation.PROCESS);
    }

    private Optional<String> strategy(Set<String> strategies) {
        Optional<String> strategy = fields.text("strategy");
        if (strategy.isPresent() && !strategies.contains(strategy.get())) {
            String known = String.join(", ", strategies.stream().sorted().toList());
            fields.fault("strategy", "must be one of " + known + Suggestion.of(strategy.get(), strategies));
        }
        return strategy;
    }

    private List<String> shared(String runtime, Isolation isolation) {
        List<YamlScalar> items = fields.texts("shared");
        if (items.isEmpty()) {
            return List.of();
        }
        if (runtime.equals("java")) {
            fields.fault("shared", "is for python3; a Java function calls context.shared(key, maker)");
        } else if (runtime.equals("nodejs")) {
            fields.fault("shared", "is for python3; with isolation: thread a Node.js module shares its variables");
        } else if (isolation != Isolation.THREAD) {
            fields.fault("shared", "needs isolation: thread; processes share no objects");
        }
        Set<String> shared = new LinkedHashSet<>();
        for (YamlScalar item : items) {
            if (!CONSTRUCTOR.matcher(item.text()).matches()) {
                faults.add(item, "is no dotted name of a constructor, such as redis.Redis");
            } else if (!shared.add(item.text())) {
                faults.add(item, "is here a second time");
            }
        }
        return List.copyOf(shared);
    }

    private Map<String, String> env() {
        Optional<YamlMap> map = fields.map("env");
        if (map.isEmpty()) {
            return Map.of();
        }
        Map<String, String> env = new LinkedHashMap<>();
        map.get().values().forEach((name, value) -> {
            checkEnvName(map.get(), name);
            env.put(name, envValue(value));
        });
        return env;
    }

    private void checkEnvName(YamlMap map, String name) {
        if (!ENV_NAME.matcher(name).matches()) {
            faults.add(map.pathOf(name), map.keyPlace(name), "is no name of a variable: " + ENV_NAME.pattern());
        } else if (name.startsWith(RESERVED_ENV)) {
            faults.add(map.pathOf(name), map.keyPlace(name), "names that start with FAASBATCH_ are reserved");
        }
    }

    private String envValue(YamlValue value) {
        if (value instanceof YamlScalar scalar && scalar.kind() != YamlScalar.Kind.NULL) {
            if (scalar.text().indexOf('\0') >= 0) {
                faults.add(value, "must not contain the character NUL");
            }
            return scalar.text();
        }
        faults.add(value, "must be text, not " + value.what());
        return "";
    }
}
