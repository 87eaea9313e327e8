package io.faasbatch.engine.app;

import io.faasbatch.engine.http.Finding;
import io.faasbatch.engine.http.PartHealth;
import java.util.List;

/** Asks Redis whether it can do its work. The sentence names the durability it gives, that is its AOF policy; the call may wait. */
public interface StorageCheck {

    PartHealth check();

    /** What was looked at, one thing each: what is not well does not stop the work, but may lose it later. The call may wait. */
    List<Finding> findings();
}
