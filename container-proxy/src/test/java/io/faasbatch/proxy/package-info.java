/** The program as its clients see it: the real server, real functions, HTTP. */
package io.faasbatch.proxy;
