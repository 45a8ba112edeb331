package io.conncount.socket;

/** Sockets with the processes that hold them: each is what another view shows of it. */
public final class HeldView extends ForwardingView {
    private final Holders holders;
    private int holder;
    /** True once {@link #holder} is that of this socket. */
    private boolean found;

    /** A view of nothing yet. */
    public HeldView(Holders holders) {
        this.holders = holders;
    }

    /** This view, of another socket. */
    public HeldView of(SocketView other) {
        show(other);
        found = false;
        return this;
    }

    @Override
    public Holders holders() {
        return holders;
    }

    @Override
    public int holder() {
        if (!found) {
            holder = holders.first(identity());
            found = true;
        }
        return holder;
    }
}
