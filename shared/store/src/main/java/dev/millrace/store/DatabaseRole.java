package dev.millrace.store;

/** The login roles: of the functions that have a database, each with only the rights its function needs; of who watches it. */
public enum DatabaseRole {
    CLEAN("millrace_clean"),
    TRAIN("millrace_train"),
    PREDICT("millrace_predict"),
    /** Sees the server's statistics, and no table. */
    MONITOR("millrace_monitor");

    private final String user;

    DatabaseRole(String user) {
        this.user = user;
    }

    /** The name to log in with. */
    public String user() {
        return user;
    }
}
