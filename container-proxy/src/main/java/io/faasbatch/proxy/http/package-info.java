/** GET requests that functions make through the proxy; identical ones under way can be one. */
@NullMarked
package io.faasbatch.proxy.http;

import org.jspecify.annotations.NullMarked;
