/** The program: an HTTP server that is given one function, runs batches of it and streams the results. */
@NullMarked
package io.faasbatch.proxy;

import org.jspecify.annotations.NullMarked;
