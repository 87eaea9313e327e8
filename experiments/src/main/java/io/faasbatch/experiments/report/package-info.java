/** The report of an experiment: a page to look at, and the same figures as csv and JSON. */
@NullMarked
package io.faasbatch.experiments.report;

import org.jspecify.annotations.NullMarked;
