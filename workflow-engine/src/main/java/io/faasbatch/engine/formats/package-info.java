/** Tells the format of a workflow's text and has it read by the package for that format. */
@NullMarked
package io.faasbatch.engine.formats;

import org.jspecify.annotations.NullMarked;
