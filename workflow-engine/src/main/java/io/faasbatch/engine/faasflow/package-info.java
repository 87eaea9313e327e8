/** Reads FaaSFlow's {@code flat_workflow.yaml} and {@code function_info.yaml}. */
@NullMarked
package io.faasbatch.engine.faasflow;

import org.jspecify.annotations.NullMarked;
