/** Everything that is kept in Redis, behind the domain's own interfaces; the only package that knows the Redis client. */
@NullMarked
package io.faasbatch.engine.redis;

import org.jspecify.annotations.NullMarked;
