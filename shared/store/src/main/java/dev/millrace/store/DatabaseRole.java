package dev.millrace.store;

/** The login roles of the functions that have a database; each has only the rights its function needs. */
public enum DatabaseRole {
    CLEAN("millrace_clean"),
    TRAIN("millrace_train"),
    PREDICT("millrace_predict");

    private final String user;

    DatabaseRole(String user) {
        this.user = user;
    }

    /** The name to log in with. */
    public String user() {
        return user;
    }
}
