/** Intermediate data of executions, over the container's one connection to Redis. */
@NullMarked
package io.faasbatch.proxy.store;

import org.jspecify.annotations.NullMarked;
