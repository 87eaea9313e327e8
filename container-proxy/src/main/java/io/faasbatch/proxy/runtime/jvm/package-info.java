/** Runs functions written for the JVM: one instance, a class loader of its own, a virtual thread per invocation. */
@NullMarked
package io.faasbatch.proxy.runtime.jvm;

import org.jspecify.annotations.NullMarked;
