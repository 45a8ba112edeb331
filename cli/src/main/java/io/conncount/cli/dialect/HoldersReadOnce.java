package io.conncount.cli.dialect;

import io.conncount.socket.Holders;
import io.conncount.source.HolderSource;
import io.conncount.sys.KernelException;
import java.util.Optional;

/** Which processes hold sockets, read once for all tables of an answer: it takes a walk through every descriptor. */
final class HoldersReadOnce implements HolderSource {
    private final HolderSource source;
    private Optional<Holders> known = Optional.empty();

    HoldersReadOnce(HolderSource source) {
        this.source = source;
    }

    @Override
    public synchronized Holders read(int threadsMax) throws KernelException {
        if (known.isEmpty()) {
            known = Optional.of(source.read(threadsMax));
        }
        return known.get();
    }

    @Override
    public String hidden(int processes) {
        return source.hidden(processes);
    }
}
