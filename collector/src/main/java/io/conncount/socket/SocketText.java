package io.conncount.socket;

/** A text that the kernel reports for a socket, as bytes in an unknown encoding. */
public enum SocketText {
    /** The name of the congestion control. */
    CONGESTION("congestion", Detail.CONGESTION),
    /** The path of a UNIX socket, which begins with a zero byte if it is abstract. */
    UNIX_NAME("path", Detail.UNIX_NAMES),
    /** The inode numbers of those that wait to be accepted by a UNIX socket, with blanks between them. */
    UNIX_WAITING("waiting", Detail.EXTENDED),
    /** The kernel's addresses of a UNIX socket's file, peer, first reference and next one, as netstat of FreeBSD writes them. */
    UNIX_REFERENCES("references", Detail.EXTENDED),
    /** The path of a UNIX socket's peer, on FreeBSD. */
    UNIX_PEER_NAME("peer_path", Detail.UNIX_NAMES),
    /** How many mbufs and clusters the two buffers of a socket hold, as netstat of FreeBSD writes them. */
    BUFFER_COUNTS("buffer_counts", Detail.EXTENDED),
    /** High and low marks, bytes of mbufs in use and their limit, of the two buffers, as netstat of FreeBSD writes them. */
    BUFFER_SIZES("buffer_sizes", Detail.EXTENDED),
    /** Seconds until each timer of TCP expires, and since data came, as netstat of FreeBSD writes them. */
    TIMERS("timers", Detail.EXTENDED),
    /** The keys of TCP-MD5, in ss's words: secrets, which only its dialect shows. */
    MD5_KEYS("md5keys", Detail.TCP_INFO),
    /** The protocol on top of a TCP connection, such as {@code tls} or {@code mptcp}, and what it tells, in ss's words. */
    UPPER_LAYER("ulp", Detail.TCP_INFO),
    /** What MPTCP knows of the connection, in ss's words. */
    MPTCP("mptcp", Detail.TCP_INFO),
    /** The version of a packet socket's ring and its flags, in ss's words. */
    PACKET_FLAGS("packet", Detail.EXTENDED),
    /** The sizes of the ring that a packet socket receives through, in ss's words. */
    PACKET_RX_RING("ring_rx", Detail.EXTENDED),
    /** The sizes of the ring that it sends through. */
    PACKET_TX_RING("ring_tx", Detail.EXTENDED),
    /** The group of packet sockets that share the frames, and how. */
    PACKET_FANOUT("fanout", Detail.EXTENDED),
    /** The number of instructions of its classic BPF filter, and each of them, in ss's words. */
    PACKET_FILTER("filter", Detail.EXTENDED);

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
