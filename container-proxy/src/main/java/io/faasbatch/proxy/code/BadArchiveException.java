package io.faasbatch.proxy.code;

/** The archive is no zip, is too large, or would write outside its directory. */
public final class BadArchiveException extends Exception {

    private static final long serialVersionUID = 1L;

    BadArchiveException(String message) {
        super(message);
    }

    BadArchiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
