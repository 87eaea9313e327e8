/** The worker program: how its parts are put together, and its settings. */
@NullMarked
package io.faasbatch.engine.app;

import org.jspecify.annotations.NullMarked;
