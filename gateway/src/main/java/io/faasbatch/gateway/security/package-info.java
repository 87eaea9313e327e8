/** Who may use the gateway. */
@NullMarked
package io.faasbatch.gateway.security;

import org.jspecify.annotations.NullMarked;
