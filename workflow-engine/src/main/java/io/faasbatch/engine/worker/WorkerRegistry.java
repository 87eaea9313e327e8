package io.faasbatch.engine.worker;

import java.time.Duration;
import java.util.List;

/** Who is there, kept in Redis. Announcements are signed with the cluster's token; unsigned ones are not listed. */
public interface WorkerRegistry {

    /** Announces or renews; forgotten after {@code lease}. */
    void announce(WorkerInfo worker, Duration lease);

    void withdraw(String workerId);

    List<WorkerInfo> alive();
}
