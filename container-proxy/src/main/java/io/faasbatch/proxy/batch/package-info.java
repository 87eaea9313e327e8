/** The order in which invocations run: at most so many at a time, each until its deadline. */
@NullMarked
package io.faasbatch.proxy.batch;

import org.jspecify.annotations.NullMarked;
