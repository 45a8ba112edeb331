package io.conncount.source;

import io.conncount.testing.Golden;

/** The contract of every source, put to a recording of Linux 6.18. */
class LinuxSockDiagContractTest extends SocketSourceContract {
    @Override
    SocketSource source() {
        return new LinuxSockDiag(Golden.kernel());
    }
}
