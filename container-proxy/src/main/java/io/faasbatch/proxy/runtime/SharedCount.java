package io.faasbatch.proxy.runtime;

/** How often a shared constructor made an object, and how often it gave one that existed. */
public record SharedCount(long created, long reused) {

    /** The later of two counts of the same process, whichever was told first: neither number ever gets smaller. */
    public SharedCount orLater(SharedCount other) {
        return new SharedCount(Math.max(created, other.created), Math.max(reused, other.reused));
    }

    /** Of two processes together. */
    public SharedCount plus(SharedCount other) {
        return new SharedCount(created + other.created, reused + other.reused);
    }
}
