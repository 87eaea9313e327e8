/** What is counted and timed, under the names Prometheus sees. */
@NullMarked
package io.faasbatch.engine.metrics;

import org.jspecify.annotations.NullMarked;
