/** Divides the cores of the worker among the containers that have work. */
@NullMarked
package io.faasbatch.engine.cores;

import org.jspecify.annotations.NullMarked;
