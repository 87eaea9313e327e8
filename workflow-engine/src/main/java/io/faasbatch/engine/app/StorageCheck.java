package io.faasbatch.engine.app;

import io.faasbatch.engine.http.PartHealth;

/** Asks Redis whether it can do its work. The sentence names the durability it gives, that is its AOF policy; the call may wait. */
@FunctionalInterface
public interface StorageCheck {

    PartHealth check();
}
