package io.conncount.cli.top;

import io.conncount.cli.top.TopBackend.NoAnswer;
import io.conncount.names.SocketNames;
import io.conncount.sys.HostSystem;
import io.conncount.sys.NetNamespaces;
import io.conncount.sys.NetNamespaces.Namespace;
import io.conncount.tui.model.Dialog.Choice;
import java.util.ArrayList;
import java.util.List;

/** The network namespaces that the dashboard can show, each by what {@code -N} takes. */
final class TopNamespaces {
    /** The one that this process was started in: its first thread stays there. */
    static final String OWN = "/proc/self/ns/net";

    private static final String ALL = "all";

    private TopNamespaces() {}

    /**
     * Those that there are.
     *
     * @param names know what is in a namespace
     * @throws NoAnswer if this system has none
     */
    static List<Choice> list(SocketNames names) throws NoAnswer {
        if (HostSystem.current() != HostSystem.LINUX) {
            throw new NoAnswer("only Linux has network namespaces");
        }
        List<Choice> choices = new ArrayList<>();
        choices.add(new Choice(OWN, "where conncount was started"));
        choices.add(new Choice(ALL, "every network namespace at once"));
        for (Namespace namespace : NetNamespaces.list().namespaces()) {
            choices.add(new Choice(path(namespace), names.netnsText(namespace.inode())));
        }
        return choices;
    }

    private static String path(Namespace namespace) {
        return namespace
                .name()
                .or(namespace::mounted)
                .orElseGet(() -> "/proc/" + namespace.pid().orElseThrow() + "/ns/net");
    }
}
