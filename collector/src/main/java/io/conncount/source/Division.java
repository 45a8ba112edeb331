package io.conncount.source;

import io.conncount.filter.Condition;
import io.conncount.filter.ConditionText;
import io.conncount.socket.SocketView;
import java.util.List;

/**
 * Who decides what of a request's filter. Each of the conditions holds for every socket that is shown.
 *
 * @param bySource what the source decides before it copies a socket
 * @param here what is left to decide of each socket that is copied
 */
public record Division(List<Condition> bySource, List<Condition> here) {
    /** Copies what it is given. */
    public Division {
        bySource = List.copyOf(bySource);
        here = List.copyOf(here);
    }

    /** True if the source copies the socket, whether or not it is one that is wanted. */
    public boolean copies(SocketView socket) {
        for (int i = 0; i < bySource.size(); i++) {
            if (!bySource.get(i).test(socket)) {
                return false;
            }
        }
        return true;
    }

    /** What the source decides, in the words of a filter; empty if that is nothing. */
    public String textBySource() {
        return ConditionText.of(bySource);
    }

    /** What is left to decide, in the words of a filter; empty if that is nothing. */
    public String textHere() {
        return ConditionText.of(here);
    }
}
