/** Container proxies as plain child processes, where there is no Docker Engine. */
@NullMarked
package io.faasbatch.engine.process;

import org.jspecify.annotations.NullMarked;
