package io.conncount.socket;

/** A transport protocol whose sockets are counted. */
public enum Protocol {
    TCP("tcp", 6),
    UDP("udp", 17);

    private final String label;
    private final int number;

    Protocol(String label, int number) {
        this.label = label;
        this.number = number;
    }

    /** The name in machine formats and messages. */
    public String label() {
        return label;
    }

    /** The protocol number that IANA assigned ({@code IPPROTO_*}). */
    public int number() {
        return number;
    }
}
