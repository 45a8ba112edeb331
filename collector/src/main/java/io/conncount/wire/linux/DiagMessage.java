package io.conncount.wire.linux;

import io.conncount.socket.SocketView;
import io.conncount.wire.DecodeException;

/** A view of one message of a sock_diag answer, whichever table it is from. */
public interface DiagMessage extends SocketView {
    /** Shows the message at this place, having checked what its fields and attributes say of themselves. */
    void wrap(int offsetBytes, int lengthBytes) throws DecodeException;
}
