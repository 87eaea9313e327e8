/** Says which interval and strategy meet a latency target at the least container-seconds, and why. */
@NullMarked
package io.faasbatch.experiments.recommend;

import org.jspecify.annotations.NullMarked;
