package io.conncount.cli.options;

import io.conncount.cli.options.SelectionOptions.UsualStates;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import java.util.EnumSet;
import java.util.Set;

/** Every state but that of listeners, of which numbers such as the queues mean something else. */
public final class NotListening implements UsualStates {
    @Override
    public Set<TcpState> of(Set<Protocol> protocols) {
        return EnumSet.complementOf(EnumSet.of(TcpState.LISTEN));
    }
}
