package io.conncount.socket;

/** How a socket hands over its data ({@code SOCK_*}). */
public enum SocketType {
    STREAM("stream"),
    DGRAM("dgram"),
    SEQPACKET("seqpacket"),
    RAW("raw");

    private final String label;

    SocketType(String label) {
        this.label = label;
    }

    /** The name in every output format. */
    public String label() {
        return label;
    }
}
