/** Which values of a tree travel apart from it. */
package io.faasbatch.proxy.value;
