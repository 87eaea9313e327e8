/** The way from function containers to Redis. */
@NullMarked
package io.faasbatch.engine.relay;

import org.jspecify.annotations.NullMarked;
