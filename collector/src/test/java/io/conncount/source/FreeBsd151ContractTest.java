package io.conncount.source;

import io.conncount.testing.Captures;

/** The contract of every source, put to a recording of FreeBSD 15.1. */
class FreeBsd151ContractTest extends SocketSourceContract {
    @Override
    SocketSource source() throws Exception {
        return new FreeBsdPcbList(Captures.sysctls("15.1", "main"));
    }
}
