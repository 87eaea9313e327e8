/** The REST API: what each call takes and answers. */
@NullMarked
package io.faasbatch.gateway.api;

import org.jspecify.annotations.NullMarked;
