/** The store against a real Redis. */
package io.faasbatch.proxy.store;
