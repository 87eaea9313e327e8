package io.faasbatch.engine.execution;

/** A part of a run that has a record of its own in the checkpoints. */
interface Recorded {

    String path();

    /** As it is now. */
    StepRecord record();
}
