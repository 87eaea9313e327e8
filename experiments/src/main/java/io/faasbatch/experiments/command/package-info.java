/** What all commands have in common: their arguments, and how they end. */
@NullMarked
package io.faasbatch.experiments.command;

import org.jspecify.annotations.NullMarked;
