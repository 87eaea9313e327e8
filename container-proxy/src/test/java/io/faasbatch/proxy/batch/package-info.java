/** The order of invocations, with a runtime that does what the test says. */
package io.faasbatch.proxy.batch;
