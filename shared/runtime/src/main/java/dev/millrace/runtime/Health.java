package dev.millrace.runtime;

import java.util.Map;

/** Whether the process lives and is ready, for protocols that ask in their own words. */
public interface Health {

    /** What has died, by name; empty when the process works. */
    Map<String, String> dead();

    /** Why the function cannot do its job now, by name; empty when it can. */
    Map<String, String> notReady();
}
