package io.conncount.socket;

/** A text the kernel tells of a socket, in bytes of no certain encoding. */
public enum SocketText {
    /** The name of the congestion control. */
    CONGESTION(Detail.CONGESTION),
    /** The path of a UNIX socket, which begins with a zero byte if it is abstract. */
    UNIX_NAME(Detail.UNIX_NAMES);

    private final Detail detail;

    SocketText(Detail detail) {
        this.detail = detail;
    }

    /** What must be asked for, that it is told. */
    public Detail detail() {
        return detail;
    }
}
