package io.faasbatch.engine.function;

import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.InvalidDefinitionException;
import io.faasbatch.engine.definition.Place;
import io.faasbatch.engine.definition.YamlDocument;
import io.faasbatch.engine.definition.YamlLimits;
import io.faasbatch.engine.definition.YamlMap;
import java.time.Instant;
import java.util.Optional;

/** A function as it is uploaded: its checked definition and the zip archive it came in, which nobody may change. */
public final class FunctionPackage {

    private static final String DEFINITION = "function.yaml";
    private static final YamlLimits YAML_LIMITS = new YamlLimits(64 * 1024, 16, 5_000);

    private final FunctionDefinition definition;
    private final byte[] archive;

    FunctionPackage(FunctionDefinition definition, byte[] archive) {
        this.definition = definition;
        this.archive = archive;
    }

    /**
     * The function in a zip archive: {@code function.yaml} at its root, and the code. The version is a digest of the files, so the
     * same files give the same version however and whenever they were packed.
     *
     * @param expected the name it is deployed under
     * @param now when it is deployed
     * @throws InvalidDefinitionException with every fault of the archive and of {@code function.yaml}
     */
    public static FunctionPackage parse(FunctionName expected, byte[] zip, PackageLimits limits, Instant now)
            throws InvalidDefinitionException {
        var faults = new Faults();
        PackageFiles files = PackageFiles.read(zip, limits, faults);
        Optional<byte[]> yaml = files.find(DEFINITION);
        if (yaml.isEmpty()) {
            if (faults.isEmpty()) {
                faults.add("", Place.NONE, "the archive has no " + DEFINITION + " at its root");
            }
            throw new InvalidDefinitionException(faults.sorted());
        }
        YamlMap document = document(yaml.get(), faults);
        var reader = new FunctionReader(document, files, faults);
        FunctionDefinition definition = reader.read(expected, limits.strategies(), now);
        faults.throwIfAny();
        return new FunctionPackage(definition, zip.clone());
    }

    private static YamlMap document(byte[] yaml, Faults faults) throws InvalidDefinitionException {
        try {
            return YamlDocument.read(yaml, YAML_LIMITS);
        } catch (InvalidDefinitionException e) {
            e.faults()
                    .forEach(fault ->
                            faults.add(fault.path(), new Place(fault.line(), fault.column()), fault.message()));
            throw new InvalidDefinitionException(faults.sorted());
        }
    }

    public FunctionDefinition definition() {
        return definition;
    }

    public byte[] archive() {
        return archive;
    }
}
