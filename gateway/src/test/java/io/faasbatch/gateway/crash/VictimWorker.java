package io.faasbatch.gateway.crash;

import io.faasbatch.engine.execution.Checkpoint;
import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.execution.Ownership;
import io.faasbatch.engine.invocation.Invoker;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A worker program that stands still where it is to be killed. It speaks with the test over its standard input and output: it says {@code READY} and its worker's id,
 * begins when it is sent a line, and says {@code STOPPED} and the id of every execution that reached its kill point.
 */
final class VictimWorker {

    static final String READY = "READY ";
    static final String STOPPED = "STOPPED ";

    private VictimWorker() {}

    /** Arguments: home folder, address of Redis, ledger, then settings. */
    public static void main(String[] args) throws IOException {
        PrintStream out = System.out;
        Ledger ledger = new Ledger(Path.of(args[2]));
        Decorations decorations = Decorations.NONE
                .withStore(store -> new StandingStill(store, out))
                .withInvoker(ledger::watching);
        String[] settings = java.util.Arrays.copyOfRange(args, 3, args.length);
        WorkerInTest worker = WorkerInTest.prepare(Path.of(args[0]), args[1], decorations, settings);
        worker.part(Invoker.class);
        out.println(READY + worker.id());
        if (System.in.read() < 0) {
            worker.close();
            return;
        }
        worker.begin();
        // Its parent is its lifeline: without one it would take the work of others for ever.
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
        System.exit(0);
    }

    /** Stops the owner of an execution at its kill point, the first time it is claimed. */
    private static final class StandingStill extends ForwardingStore {

        private final PrintStream out;

        StandingStill(ExecutionStore store, PrintStream out) {
            super(store);
            this.out = out;
        }

        @Override
        public void checkpoint(Ownership owner, Checkpoint change) {
            KillPoint here = KillPoint.of(owner.execution())
                    .filter(_ -> owner.token() == 1)
                    .filter(point -> point.moment().isReachedBy(change))
                    .orElse(null);
            if (here == null) {
                super.checkpoint(owner, change);
                return;
            }
            if (!here.before()) {
                super.checkpoint(owner, change);
            }
            out.println(STOPPED + owner.execution());
            while (true) {
                LockSupport.park(this);
            }
        }
    }
}
