package io.conncount.socket;

/** Sockets with the processes that hold them: each is what another view shows of it. */
public final class HeldView extends ForwardingView {
    private final Holders holders;

    /** A view of nothing yet. */
    public HeldView(Holders holders) {
        this.holders = holders;
    }

    /** This view, of another socket. */
    public HeldView of(SocketView other) {
        show(other);
        return this;
    }

    @Override
    public Holders holders() {
        return holders;
    }
}
