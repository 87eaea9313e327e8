/** End-to-end tests: the real programs, a real Docker Engine, a real Redis, and clients that speak HTTP. */
@NullMarked
package io.faasbatch.gateway.it;

import org.jspecify.annotations.NullMarked;
