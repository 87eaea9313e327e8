/** What runs single invocations of the loaded function, whatever language it is written in. */
@NullMarked
package io.faasbatch.proxy.runtime;

import org.jspecify.annotations.NullMarked;
