/** Tests of FaaSFlow's conditions. */
@NullMarked
package io.faasbatch.engine.faasflow;

import org.jspecify.annotations.NullMarked;
