/** What an experiment leaves on disk: its description, its runs, and what was measured in each; written piece by piece, read with every fault's place. */
@NullMarked
package io.faasbatch.experiments.results;

import org.jspecify.annotations.NullMarked;
