package io.conncount.source;

import io.conncount.testing.Captures;

/** The contract of every source, put to a recording of FreeBSD 13.2. */
class FreeBsd132ContractTest extends SocketSourceContract {
    @Override
    SocketSource source() throws Exception {
        return new FreeBsdPcbList(Captures.sysctls("13.2", "main"));
    }
}
