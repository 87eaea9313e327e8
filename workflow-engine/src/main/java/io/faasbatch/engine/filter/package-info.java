/** The CPU scheduler of SFS over function containers: each invocation has a time slice in which it runs before all that had theirs. */
@NullMarked
package io.faasbatch.engine.filter;

import org.jspecify.annotations.NullMarked;
