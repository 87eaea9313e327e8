package io.faasbatch.engine.app;

import io.faasbatch.engine.container.ContainerInfo;
import java.util.List;

/** Shows the containers of this worker; may wait for the Docker Engine. */
@FunctionalInterface
public interface ContainerListing {

    List<ContainerInfo> containers();
}
