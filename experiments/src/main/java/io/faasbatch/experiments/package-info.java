/** The program that runs experiments: one command each. */
@NullMarked
package io.faasbatch.experiments;

import org.jspecify.annotations.NullMarked;
