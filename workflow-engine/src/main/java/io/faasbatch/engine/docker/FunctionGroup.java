package io.faasbatch.engine.docker;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control group in which all function containers of a machine are. While the cores are short it weighs less than a program of the machine does, so that
 * functions that compute keep neither the gateway from taking calls in nor the Engine from starting containers: a call that is not taken in has no part of
 * the cores yet. What nobody else uses is the functions' all the same.
 */
final class FunctionGroup {

    private static final Logger LOG = LoggerFactory.getLogger(FunctionGroup.class);

    private static final String NO_PARENT = "";

    /** A quarter of what the kernel gives a group, under version 1 and version 2. */
    private static final String WEIGHT_1 = "256";

    private static final String WEIGHT_2 = "25";

    private final ControlGroups groups;
    private final DockerClient docker;

    private volatile @Nullable String parent;

    FunctionGroup(ControlGroups groups, DockerClient docker) {
        this.groups = groups;
        this.docker = docker;
    }

    /** As the Engine wants it named; empty where containers have no groups that could be named. Asks the Engine once. */
    Optional<String> parent() {
        String known = parent;
        if (known == null) {
            known = named(docker.infoCmd().exec().getCGroupDriver());
            parent = known;
        }
        return known.equals(NO_PARENT) ? Optional.empty() : Optional.of(known);
    }

    static String named(@Nullable String driver) {
        return switch (driver == null ? "" : driver.toLowerCase(Locale.ROOT)) {
            case "cgroupfs" -> "/" + ControlGroups.OF_FUNCTIONS;
            case "systemd" -> ControlGroups.OF_FUNCTIONS + ".slice";
            default -> NO_PARENT;
        };
    }

    /** Gives the group its weight, where this process may. An empty group may have gone since the last container, and come anew with this one. */
    void weigh(String dockerId) {
        groups.ofContainer("cpu", dockerId).map(Path::getParent).ifPresent(group -> {
            Path file = group.resolve(groups.weightFile());
            String weight = groups.isVersion1() ? WEIGHT_1 : WEIGHT_2;
            try {
                if (Files.isWritable(file) && !Files.readString(file).strip().equals(weight)) {
                    Files.writeString(file, weight);
                }
            } catch (NoSuchFileException e) {
                LOG.debug("Container {} is gone", dockerId);
            } catch (IOException e) {
                LOG.warn("functions compete with the gateway for the cores as equals: {}", e.toString());
            }
        });
    }
}
