/** What happens to accepted work when anything dies on the way: real Redis, real containers, real processes that are killed. */
@NullMarked
package io.faasbatch.gateway.crash;

import org.jspecify.annotations.NullMarked;
