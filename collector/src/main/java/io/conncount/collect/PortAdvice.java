package io.conncount.collect;

import io.conncount.counters.LocalPorts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** What would help where ports run out, in sentences. Says nothing while there is room. */
public final class PortAdvice {
    private static final int SHARE_MIN_PERCENT = 80;
    private static final int PERCENT = 100;
    private static final int WIDEST_MIN = 1024;
    private static final int WIDEST_MAX = 65_535;
    /** Of the connections, so many in TIME_WAIT are worth a word. */
    private static final int TIME_WAIT_PART = 4;

    private PortAdvice() {}

    /** What would help the fullest place of an answer. */
    public static List<String> of(PortView view) {
        OptionalInt usable = view.usable();
        List<String> advice = new ArrayList<>();
        if (view.uses().isEmpty() || usable.isEmpty()) {
            return advice;
        }
        PortUse fullest = view.uses().get(0);
        long enough = (long) usable.getAsInt() * SHARE_MIN_PERCENT / PERCENT;
        if (fullest.used() >= enough) {
            addForPlace(view, fullest, advice);
        } else if (view.ports().orElseThrow().timeWaitReuse() >= 0
                && fullest.ofSource() >= enough
                && fullest.ofSource() <= usable.getAsInt()) {
            advice.add(String.format(
                    Locale.ROOT,
                    "the connections from %s to all destinations are nearly as many as there are ports (%,d of %,d):"
                            + " a program that binds to this address before it connects runs out of them, unless it sets"
                            + " IP_BIND_ADDRESS_NO_PORT",
                    fullest.source(),
                    fullest.ofSource(),
                    usable.getAsInt()));
        }
        return advice;
    }

    private static void addForPlace(PortView view, PortUse use, List<String> advice) {
        LocalPorts ports = view.ports().orElseThrow();
        // The settings are Linux's.
        if (ports.timeWaitReuse() >= 0) {
            addSettings(view, use, ports, advice);
        }
        advice.add(String.format(
                Locale.ROOT,
                "each further source address, destination address or destination port has %,d ports of its own",
                view.usable().getAsInt()));
    }

    private static void addSettings(PortView view, PortUse use, LocalPorts ports, List<String> advice) {
        if (use.timeWait() * TIME_WAIT_PART >= use.used() && view.reusable(use) == 0) {
            advice.add(String.format(
                    Locale.ROOT,
                    "%,d of them are in TIME_WAIT: with net.ipv4.tcp_tw_reuse = 1, connections may take their ports after a"
                            + " second",
                    use.timeWait()));
        }
        int widest = WIDEST_MAX - WIDEST_MIN + 1;
        int given = ports.max() - ports.min() + 1;
        if (given < widest) {
            advice.add(String.format(
                    Locale.ROOT,
                    "net.ipv4.ip_local_port_range = %d %d would give %,d more; reserve the ports of services in it"
                            + " (net.ipv4.ip_local_reserved_ports)",
                    WIDEST_MIN,
                    WIDEST_MAX,
                    widest - given));
        }
        if (view.bound() > 0) {
            advice.add(String.format(
                    Locale.ROOT,
                    "%,d ports of the range are bound by sockets of their own: bind to ports outside of it, or with"
                            + " IP_BIND_ADDRESS_NO_PORT where the socket is to connect",
                    view.bound()));
        }
    }
}
