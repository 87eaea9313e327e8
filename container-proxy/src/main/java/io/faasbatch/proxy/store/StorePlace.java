package io.faasbatch.proxy.store;

/** Where a value is in Redis. */
record StorePlace(String hash, String field) {}
