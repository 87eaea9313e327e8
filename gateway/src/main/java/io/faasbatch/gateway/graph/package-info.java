/** The graph of a workflow as data, as text for other programs, and drawn. */
@NullMarked
package io.faasbatch.gateway.graph;

import org.jspecify.annotations.NullMarked;
