/** Tests of the imported formats, on files of others. */
@NullMarked
package io.faasbatch.engine.formats;

import org.jspecify.annotations.NullMarked;
