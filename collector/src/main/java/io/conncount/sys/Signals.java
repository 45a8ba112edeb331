package io.conncount.sys;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Signals sent to the process. Java has them only in {@code sun.misc.Signal}, which its compiler warns about, so they are
 * found by name.
 */
public final class Signals {
    private Signals() {}

    /**
     * From now on, runs a task in a separate thread whenever this signal arrives, instead of the default action.
     *
     * @param name without {@code SIG}, such as {@code HUP}
     * @throws IllegalArgumentException if the signal does not exist, or Java reserves it; the message says so
     * @throws UnsupportedOperationException if this Java has no signals
     */
    public static void on(String name, Runnable task) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object running = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getDeclaringClass() == Object.class) {
                            return method.invoke(task, arguments);
                        }
                        task.run();
                        return null;
                    });
            Object named = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handler).invoke(null, named, running);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    "cannot listen for SIG" + name + ": " + e.getCause().getMessage(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedOperationException(
                    "this Java runtime does not have the module jdk.unsupported, which is needed for signals", e);
        }
    }
}
