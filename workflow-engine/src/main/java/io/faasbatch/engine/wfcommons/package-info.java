/** Reads instances of scientific workflows in WfCommons' WfFormat. */
@NullMarked
package io.faasbatch.engine.wfcommons;

import org.jspecify.annotations.NullMarked;
