package io.conncount.tui.view;

import io.conncount.tui.view.Grid.Column;
import io.conncount.tui.view.Theme.Role;
import java.util.ArrayList;
import java.util.List;

/** The address and the port of an end as one column, as ss shows them: {@code 10.0.0.1:443}. */
final class EndpointColumn {
    private static final String ADDRESS = "_address";
    private static final String PORT = "_port";
    private static final String LOCAL = "local";
    private static final String UNKNOWN = "-";

    private EndpointColumn() {}

    /** True if a column is an address and the next one its port. */
    static boolean beginsAt(List<? extends io.conncount.view.Column<?>> columns, int at) {
        String name = columns.get(at).name();
        return name.endsWith(ADDRESS)
                && at + 1 < columns.size()
                && columns.get(at + 1).name().equals(side(name) + PORT);
    }

    private static String side(String name) {
        return name.substring(0, name.length() - ADDRESS.length());
    }

    /** Both of them, under the words of ss. */
    static Column of(String name, List<String> addresses, List<String> ports, int rank) {
        List<String> cells = new ArrayList<>(addresses.size());
        for (int i = 0; i < addresses.size(); i++) {
            cells.add(text(addresses.get(i), ports.get(i)));
        }
        return new Column(side(name).equals(LOCAL) ? "LOCAL:PORT" : "PEER:PORT", cells, false, rank, Role.TEXT);
    }

    /** A port of 0 is any port. A UNIX socket has a name, and no port. */
    private static String text(String address, String port) {
        if (port.equals(UNKNOWN)) {
            return address;
        }
        String host = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
        return host + ":" + (port.equals("0") ? "*" : port);
    }
}
