package dev.millrace.runtime;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The JDK's {@code sun.misc.Signal}, by reflection: the compiler warns of it, with no way to say that it is meant. There is
 * no other way to exit with 0 on SIGTERM, or to notice a second Ctrl-C.
 */
public final class Signals {
    private Signals() {}

    /**
     * Runs {@code stop} on the first SIGTERM or SIGINT, on a thread of its own. A second SIGINT halts the process at once,
     * with exit code 130.
     */
    public static void onStop(Runnable stop) {
        AtomicBoolean stopping = new AtomicBoolean();
        AtomicBoolean interrupted = new AtomicBoolean();
        Runnable once = () -> {
            if (!stopping.getAndSet(true)) {
                stop.run();
            }
        };
        handle("TERM", once);
        handle("INT", () -> {
            if (interrupted.getAndSet(true)) {
                Runtime.getRuntime().halt(130);
            }
            once.run();
        });
    }

    /** Calls {@code action}, on a thread of its own, each time the signal comes. */
    private static void handle(String name, Runnable action) {
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
