/** Makes traces from a description and a seed. */
@NullMarked
package io.faasbatch.experiments.generate;

import org.jspecify.annotations.NullMarked;
