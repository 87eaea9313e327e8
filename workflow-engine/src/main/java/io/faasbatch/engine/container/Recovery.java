package io.faasbatch.engine.container;

import io.faasbatch.engine.invocation.PendingInvocation;
import io.faasbatch.grouping.FunctionId;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of the invocations that a broken container leaves unfinished.
 *
 * <p>Those that never reached it go to another one. Of those that did, one may have killed it, and which is not known: they are run again in two halves, each in a container that nothing
 * else shares, and a half whose container dies too is halved again. After at most log2(n) + 1 deaths the culprit is alone, and when it kills a container that it had for itself,
 * it fails; everybody else ends well. (Group testing by halving; R. Dorfman, "The Detection of Defective Members of Large Populations", 1943, is where the idea comes from.)
 */
final class Recovery {

    /** How often an invocation is handed on because its container turned out to be gone. */
    private static final int MAX_MOVES = 3;

    /** How often an invocation may be in a container that dies: enough to halve the largest batch down to one. */
    private static final int MAX_CRASHES = 24;

    private final FunctionId function;
    private final List<Displaced> again = new ArrayList<>();
    private final List<PendingInvocation> failed = new ArrayList<>();

    private Recovery(FunctionId function) {
        this.function = function;
    }

    /** @param reached whether the invocations may have begun to run */
    static Recovery of(Container broken, List<PendingInvocation> unfinished, boolean reached) {
        Recovery recovery = new Recovery(broken.functionId);
        List<PendingInvocation> open =
                unfinished.stream().filter(invocation -> !invocation.ended()).toList();
        if (reached) {
            recovery.halve(open, broken.isolated());
        } else {
            recovery.handOn(open);
        }
        return recovery;
    }

    private void handOn(List<PendingInvocation> open) {
        List<PendingInvocation> moved = new ArrayList<>();
        open.forEach(invocation -> (invocation.moved() <= MAX_MOVES ? moved : failed).add(invocation));
        enqueue(moved, false);
    }

    private void halve(List<PendingInvocation> open, boolean wasApart) {
        List<PendingInvocation> suspects = new ArrayList<>();
        boolean caught = wasApart && open.size() == 1;
        open.forEach(
                invocation -> (invocation.crashed() <= MAX_CRASHES && !caught ? suspects : failed).add(invocation));
        int half = (suspects.size() + 1) / 2;
        enqueue(suspects.subList(0, half), true);
        enqueue(suspects.subList(half, suspects.size()), true);
    }

    private void enqueue(List<PendingInvocation> together, boolean apart) {
        if (!together.isEmpty()) {
            again.add(new Displaced(function, together, apart));
        }
    }

    /** Who is to be run again, and with whom. */
    List<Displaced> again() {
        return again;
    }

    /** Who is not. */
    List<PendingInvocation> failed() {
        return failed;
    }

    /** How many are run again though they may have begun. */
    int reruns() {
        return again.stream()
                .filter(Displaced::apart)
                .mapToInt(displaced -> displaced.invocations().size())
                .sum();
    }
}
