package io.conncount.socket;

/** Sockets of one network namespace, with its inode number: each is what another view shows of it. */
public final class NamespacedView extends ForwardingView {
    private final long inode;

    /** A view of nothing yet. */
    public NamespacedView(long inode) {
        this.inode = inode;
    }

    /** This view, of another socket. */
    public NamespacedView of(SocketView other) {
        show(other);
        return this;
    }

    @Override
    public long number(SocketNumber which) {
        return which == SocketNumber.NETNS_INODE ? inode : super.number(which);
    }
}
