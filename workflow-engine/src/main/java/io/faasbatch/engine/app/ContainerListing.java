package io.faasbatch.engine.app;

import io.faasbatch.engine.container.ContainerInfo;
import java.util.List;

/** Shows and clears the containers of this worker; may wait for the Docker Engine. */
public interface ContainerListing {

    List<ContainerInfo> containers();

    /** Removes those that have nothing to do; gives how many. */
    int clear();
}
