package io.faasbatch.experiments.api;

import java.io.IOException;

/** Containers stay, although nothing should run in them any more: what is measured now would not begin without containers. */
public final class ContainersLeftException extends IOException {

    private static final long serialVersionUID = 1L;

    ContainersLeftException(int left) {
        super(left + " containers are still there, although they were to be removed");
    }
}
