package io.faasbatch.engine.execution;

/** Something that is ready to be begun, unless the execution is paused. */
@FunctionalInterface
interface Beginning {

    void begin() throws InterruptedException;
}
