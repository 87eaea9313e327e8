/** The worker's HTTP interface, and what every HTTP interface of the project has in common: problems, bodies, bearer secrets, routes. */
@NullMarked
package io.faasbatch.engine.http;

import org.jspecify.annotations.NullMarked;
