/**
 * The program: an HTTP server that is given one function, runs batches of it and streams the results.
 *
 * <p>It starts fastest with {@code java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss512k -XX:AOTCache=FILE -jar
 * container-proxy.jar}, where FILE was made by the same JVM, from the same jar at the same place and with the same flags but
 * {@code -XX:AOTCacheOutput=FILE ... --train}. Where Java functions run, {@code TieredStopAtLevel} is better left out: it
 * would keep the compiler that makes long-running code fast from them.
 */
@NullMarked
package io.faasbatch.proxy;

import org.jspecify.annotations.NullMarked;
