/** The system under measurement as a process of this machine: started with the settings of a configuration, and stopped; and the machine it runs on. */
@NullMarked
package io.faasbatch.experiments.system;

import org.jspecify.annotations.NullMarked;
