/** Choosing a worker for a call and talking to it. */
@NullMarked
package io.faasbatch.gateway.worker;

import org.jspecify.annotations.NullMarked;
