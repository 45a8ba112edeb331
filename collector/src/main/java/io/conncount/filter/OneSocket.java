package io.conncount.filter;

import io.conncount.expression.Comparison;
import io.conncount.socket.Side;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A condition that holds for one socket, as long as it is there. */
public final class OneSocket {
    private OneSocket() {}

    /** By its ends where it runs over IP, and by its inode where it has one; empty if it has neither. */
    public static Optional<Condition> of(SocketView socket) {
        List<Condition> terms = new ArrayList<>();
        if (socket.protocol().overIp()) {
            for (Side side : Side.values()) {
                terms.add(EndCondition.AddressIn.of(
                        side, socket.family(), side.addressHigh(socket), side.addressLow(socket)));
                terms.add(new EndCondition.PortIn(side, side.port(socket), side.port(socket)));
            }
        }
        long inode = socket.number(SocketNumber.INODE);
        if (inode > 0) {
            terms.add(new Condition.NumberIs(SocketNumber.INODE, Comparison.EQUAL, inode));
        }
        return terms.isEmpty() ? Optional.empty() : Optional.of(Conditions.all(terms));
    }
}
