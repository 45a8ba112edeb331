package io.conncount.socket;

/** A text that the kernel reports for a socket, as bytes in an unknown encoding. */
public enum SocketText {
    /** The name of the congestion control. */
    CONGESTION("congestion", Detail.CONGESTION),
    /** The path of a UNIX socket, which begins with a zero byte if it is abstract. */
    UNIX_NAME("path", Detail.UNIX_NAMES),
    /** The inode numbers of those that wait to be accepted by a UNIX socket, with blanks between them. */
    UNIX_WAITING("waiting", Detail.UNIX_EXTENDED);

    private final String label;
    private final Detail detail;

    SocketText(String label, Detail detail) {
        this.label = label;
        this.detail = detail;
    }

    /** The name in filters and in every output format. */
    public String label() {
        return label;
    }

    /** The detail to request; empty if always reported. */
    public Detail detail() {
        return detail;
    }
}
