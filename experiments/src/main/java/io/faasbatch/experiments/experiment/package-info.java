/** How an experiment is run: its parameters, the order of its runs, what each leaves on disk, and how it goes on after a stop. */
@NullMarked
package io.faasbatch.experiments.experiment;

import org.jspecify.annotations.NullMarked;
