/** What is made of measured values: distributions, and tables of them. */
@NullMarked
package io.faasbatch.experiments.figures;

import org.jspecify.annotations.NullMarked;
