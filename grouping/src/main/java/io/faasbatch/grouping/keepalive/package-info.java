/** Keep-alive: how long a container without work is kept, and which goes first when memory or places are needed. */
@NullMarked
package io.faasbatch.grouping.keepalive;

import org.jspecify.annotations.NullMarked;
