/** The gateway program: how its parts are put together. */
@NullMarked
package io.faasbatch.gateway.app;

import org.jspecify.annotations.NullMarked;
