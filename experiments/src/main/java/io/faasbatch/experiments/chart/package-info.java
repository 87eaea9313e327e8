/** Charts and tables on one self-contained HTML page: opens without a network, in light, in dark and in print. */
@NullMarked
package io.faasbatch.experiments.chart;

import org.jspecify.annotations.NullMarked;
