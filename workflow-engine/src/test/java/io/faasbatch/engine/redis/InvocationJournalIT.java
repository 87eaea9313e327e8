package io.faasbatch.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.InvocationId;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.invocation.InvocationStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.NullNode;

final class InvocationJournalIT extends RedisStorageTesting {

    @Test
    void whatWasWrittenBehindIsFoundBeforeAndAfterItIsInRedis() {
        List<InvocationRecord> records = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            InvocationRecord record = invocation(InvocationStatus.SUCCEEDED, JSON.valueToTree(i));
            records.add(record);
            storage.invocations().writeBehind(new CompletedInvocation(record, "line " + i + "\n"));
            assertThat(storage.invocations().find(id(record))).contains(record);
        }
        assertThat(storage.flush(Duration.ofMinutes(1))).isTrue();
        assertThat(redis().keys("fb:invocation:*"))
                .hasSize(2_000)
                .allSatisfy(key -> assertThat(redis().pttl(key)).isPositive());
        assertThat(storage.invocations().find(id(records.get(7)))).contains(records.get(7));
        assertThat(storage.invocations().logs(id(records.get(7)))).contains("line 7\n");
        assertThat(storage.droppedInvocations()).isZero();
    }

    @Test
    void aLargeOutputIsAKeyOfItsOwn() {
        InvocationRecord record = invocation(InvocationStatus.SUCCEEDED, large());
        storage.invocations().write(record);
        assertThat(storage.invocations().find(id(record))).contains(record);
        assertThat(redis().strlen(Keys.invocation(record.id()))).isLessThan(1_000);
        assertThat(redis().pttl(Keys.invocationOutput(record.id()))).isPositive();
    }

    @Test
    void anOutputOfNullStaysNull() {
        InvocationRecord record = invocation(InvocationStatus.SUCCEEDED, NullNode.getInstance());
        storage.invocations().write(record);
        assertThat(storage.invocations().find(id(record))).contains(record);
    }

    @Test
    void logsAreThereWhenTheInvocationHasEndedEvenIfItWroteNothing() {
        InvocationRecord running = invocation(InvocationStatus.RUNNING, null);
        storage.invocations().write(running);
        assertThat(storage.invocations().logs(id(running))).isEmpty();
        InvocationRecord ended = invocation(InvocationStatus.FAILED, null);
        storage.invocations().writeBehind(new CompletedInvocation(ended, ""));
        assertThat(storage.flush(Duration.ofMinutes(1))).isTrue();
        assertThat(storage.invocations().logs(id(ended))).contains("");
        assertThat(storage.invocations().logs(InvocationId.random())).isEmpty();
    }

    private static InvocationId id(InvocationRecord record) {
        return new InvocationId(record.id());
    }
}
