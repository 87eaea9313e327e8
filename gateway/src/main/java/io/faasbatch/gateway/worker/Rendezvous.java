package io.faasbatch.gateway.worker;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Orders workers for a function: every gateway comes to the same order, so a burst of one function gathers on one worker, and
 * a worker that comes or goes moves only its own share of the functions (highest random weight; Thaler and Ravishankar, 1998).
 */
final class Rendezvous {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Rendezvous() {}

    static <T> List<T> order(String key, Collection<T> candidates, Function<T, String> id) {
        return candidates.stream()
                .sorted(Comparator.<T>comparingLong(candidate -> weight(key, id.apply(candidate)))
                        .reversed()
                        .thenComparing(id))
                .toList();
    }

    private static long weight(String key, String id) {
        long hash = FNV_OFFSET;
        String both = key + '\n' + id;
        for (int i = 0; i < both.length(); i++) {
            hash = (hash ^ both.charAt(i)) * FNV_PRIME;
        }
        // FNV's high bits hardly depend on the last characters; this mixes them (the finaliser of MurmurHash3).
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return (hash ^ (hash >>> 33)) >>> 1;
    }
}
