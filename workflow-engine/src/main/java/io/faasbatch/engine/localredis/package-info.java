/** A Redis of our own: a {@code redis-server} that is started, watched and stopped with this program. */
@NullMarked
package io.faasbatch.engine.localredis;

import org.jspecify.annotations.NullMarked;
