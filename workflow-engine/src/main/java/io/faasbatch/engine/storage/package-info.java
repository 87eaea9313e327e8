/** What every part that keeps something in Redis has in common. */
@NullMarked
package io.faasbatch.engine.storage;

import org.jspecify.annotations.NullMarked;
