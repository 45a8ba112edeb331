package io.conncount.wire;

/** Bytes from the kernel, or from a file, that are not what the header files promise. */
public final class DecodeException extends Exception {
    private static final long serialVersionUID = 1;

    private final String struct;
    private final int offsetBytes;
    private final String reason;

    /**
     * @param struct the C struct that was being read, such as {@code inet_diag_msg}
     * @param offsetBytes where it starts in the datagram
     * @param reason what is wrong with it
     */
    public DecodeException(String struct, int offsetBytes, String reason) {
        super(struct + " at byte " + offsetBytes + ": " + reason);
        this.struct = struct;
        this.offsetBytes = offsetBytes;
        this.reason = reason;
    }

    /** The same message with the place counted from elsewhere: from the start of a file, of which the datagram is a part. */
    public String messageFrom(long datagramAtBytes) {
        return struct + " at byte " + (datagramAtBytes + offsetBytes) + ": " + reason;
    }
}
