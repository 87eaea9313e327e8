package io.faasbatch.grouping;

/** One step of a plan: the next {@code size} invocations of a group and where they go. */
public sealed interface Assignment {

    int size();

    /** To a container that exists. */
    record ToContainer(int size, ContainerId container) implements Assignment {}

    /** To a container that is started for them. */
    record ToNewContainer(int size) implements Assignment {}

    /** A container is started and given nothing yet; the group goes on gathering. */
    record StartOnly() implements Assignment {

        @Override
        public int size() {
            return 0;
        }
    }
}
