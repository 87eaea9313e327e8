/** The system under measurement, over its public REST API. */
@NullMarked
package io.faasbatch.experiments.api;

import org.jspecify.annotations.NullMarked;
