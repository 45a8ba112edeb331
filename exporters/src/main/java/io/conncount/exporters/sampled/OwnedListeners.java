package io.conncount.exporters.sampled;

import io.conncount.collect.Listener;
import io.conncount.collect.Listener.Owner;
import io.conncount.collect.ListenerView;
import io.conncount.names.SocketNames;
import io.conncount.socket.CgroupPart;
import io.conncount.socket.SocketView;
import io.conncount.view.ListenerColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The listeners with the least room left, with the names of those whose they are: names are looked up when the sample is taken, and not
 * by a scrape.
 *
 * @param listeners {@link #LISTENERS_MAX} at most
 * @param leftOut how many there are besides
 * @param fault why listeners or connections may be missing
 */
public record OwnedListeners(List<Owned> listeners, long leftOut, Optional<String> fault) {
    /** No more are kept. */
    public static final int LISTENERS_MAX = 20;

    /** Copies what it is given. */
    public OwnedListeners {
        listeners = List.copyOf(listeners);
    }

    /**
     * A listener.
     *
     * @param user the name of its user; empty if that is not known
     * @param unit the systemd unit that it is in; empty if it is in none
     * @param container the container that it is in; empty if it is in none
     */
    public record Owned(Listener listener, String user, String unit, String container) {}

    /** Those of a view, named as their host does. */
    public static OwnedListeners of(ListenerView view, SocketNames names) {
        List<Owned> owned = new ArrayList<>();
        int kept = Math.min(LISTENERS_MAX, view.listeners().size());
        for (Listener listener : view.listeners().subList(0, kept)) {
            Owner owner = listener.owner();
            owned.add(new Owned(
                    listener,
                    user(owner, names),
                    part(CgroupPart.UNIT, owner, names),
                    part(CgroupPart.CONTAINER, owner, names)));
        }
        return new OwnedListeners(owned, view.leftOut() + view.listeners().size() - kept, view.fault());
    }

    private static String user(Owner owner, SocketNames names) {
        if (owner.uid() == Owner.SEVERAL) {
            return ListenerColumns.SEVERAL;
        }
        return owner.uid() == SocketView.UNKNOWN ? "" : names.userText(owner.uid());
    }

    private static String part(CgroupPart part, Owner owner, SocketNames names) {
        return owner.cgroupId() == Owner.SEVERAL
                ? ListenerColumns.SEVERAL
                : ListenerColumns.partName(part, owner, names);
    }
}
