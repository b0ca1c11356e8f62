package dev.millrace.runtime;

import java.lang.reflect.Proxy;

/**
 * The JDK's {@code sun.misc.Signal}, by reflection: the compiler warns of it, with no way to say that it is meant. There is
 * no other way to exit with 0 on SIGTERM, or to notice a second Ctrl-C.
 */
final class Signals {
    private Signals() {}

    /** Calls {@code action}, on a thread of its own, each time the signal comes. */
    static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object calling = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), calling);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no handler for SIG" + name, e);
        }
    }
}
