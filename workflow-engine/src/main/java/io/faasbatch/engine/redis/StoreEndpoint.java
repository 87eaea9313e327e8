package io.faasbatch.engine.redis;

/** Where this process reaches Redis; a container may need another name for the same host. */
public record StoreEndpoint(String host, int port, boolean tls) {}
