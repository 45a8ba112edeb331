package io.conncount.sys;

import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;

/** What this process does when a signal comes. */
public final class Signals {
    private Signals() {}

    /**
     * Runs a task, in a thread of its own, whenever a signal comes, in place of what would happen else.
     *
     * @param name the signal without SIG in front, such as {@code HUP}
     * @throws IllegalArgumentException if there is no such signal here, or Java keeps it for itself
     */
    public static void on(String name, Runnable task) {
        // By reflection: sun.misc.Signal has no successor, and javac warns of it in a way that cannot be turned off.
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Constructor<?> named = signal.getConstructor(String.class);
            Object runs = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        task.run();
                        return null;
                    });
            signal.getMethod("handle", signal, handler).invoke(null, named.newInstance(name), runs);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("signal " + name + " cannot be handled here", e);
        }
    }
}
