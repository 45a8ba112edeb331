package io.conncount.socket;

/** What another view shows of a socket; those that extend it add to that. */
abstract class ForwardingView implements SocketView {
    private SocketView socket;

    /** From now on shows what this one shows. */
    final void show(SocketView other) {
        socket = other;
    }

    @Override
    public long identity() {
        return socket.identity();
    }

    @Override
    public Holders holders() {
        return socket.holders();
    }

    @Override
    public int holder() {
        return socket.holder();
    }

    @Override
    public long number(SocketNumber which) {
        return socket.number(which);
    }

    @Override
    public Protocol protocol() {
        return socket.protocol();
    }

    @Override
    public SocketType type() {
        return socket.type();
    }

    @Override
    public AddressFamily family() {
        return socket.family();
    }

    @Override
    public TcpState state() {
        return socket.state();
    }

    @Override
    public int localPort() {
        return socket.localPort();
    }

    @Override
    public int remotePort() {
        return socket.remotePort();
    }

    @Override
    public long localAddressHigh() {
        return socket.localAddressHigh();
    }

    @Override
    public long localAddressLow() {
        return socket.localAddressLow();
    }

    @Override
    public long remoteAddressHigh() {
        return socket.remoteAddressHigh();
    }

    @Override
    public long remoteAddressLow() {
        return socket.remoteAddressLow();
    }

    @Override
    public int interfaceIndex() {
        return socket.interfaceIndex();
    }

    @Override
    public boolean owned() {
        return socket.owned();
    }

    @Override
    public int uid() {
        return socket.uid();
    }

    @Override
    public long cgroupId() {
        return socket.cgroupId();
    }

    @Override
    public long mark() {
        return socket.mark();
    }

    @Override
    public int timer() {
        return socket.timer();
    }

    @Override
    public int text(SocketText which, byte[] into) {
        return socket.text(which, into);
    }

    @Override
    public int matchText(SocketText which, byte[] other) {
        return socket.matchText(which, other);
    }
}
