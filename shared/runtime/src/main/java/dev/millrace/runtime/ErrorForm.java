package dev.millrace.runtime;

/** A bean that gives the errors of some paths a form other than problem+json, where a protocol asks for it. */
public interface ErrorForm {
    boolean covers(String path);

    /** The status to answer with, of one that problem+json would have. */
    int status(int status);

    /** The whole value of the header {@code Content-Type}. */
    String contentType();

    byte[] body(int status, String code, String detail);
}
