/** What a Java function implements, and what it is given for one invocation. */
@NullMarked
package io.faasbatch.api;

import org.jspecify.annotations.NullMarked;
