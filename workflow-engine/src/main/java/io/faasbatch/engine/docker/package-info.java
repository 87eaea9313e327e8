/** Containers of the Docker Engine; the only importer of docker-java. */
@NullMarked
package io.faasbatch.engine.docker;

import org.jspecify.annotations.NullMarked;
