package io.conncount.source.recording;

import io.conncount.counters.Measures;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.source.DumpRequest;
import io.conncount.source.DumpResult;
import io.conncount.source.HostSource;
import io.conncount.sys.KernelException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A recording of all TCP and UDP sockets whose size has a limit, because nobody asked how many there are. With many sockets it is
 * without the details of each, such as tcp_info, which are most of its bytes.
 */
public final class FullRecording {
    /** About 250 MB with all details, which are up to 1,250 bytes a socket. */
    private static final long DETAILED_MAX = 200_000;

    /** About 300 MB without them. */
    private static final long SOCKETS_MAX = 2_000_000;

    private FullRecording() {}

    /**
     * Records the sockets of this thread's network namespace.
     *
     * @param version that of the program, for the header
     * @param condition why it is taken
     * @throws RecordingException if the file cannot be written; then none is left
     * @throws KernelException if the kernel refused; then no file is left either
     * @throws UnsupportedOperationException if this system has nothing to record; the message says so
     */
    public static DumpResult write(Path file, String version, String condition)
            throws RecordingException, KernelException {
        HostSource.Recordable host = HostSource.recordable();
        Measures before = host.counters().read();
        Set<Detail> details = before.tcpSockets() > DETAILED_MAX
                ? EnumSet.noneOf(Detail.class)
                : EnumSet.complementOf(EnumSet.of(Detail.HOLDERS));
        List<DumpRequest> requests = List.of(request(Protocol.TCP, details), request(Protocol.UDP, details));
        DumpResult result =
                new Recorder(host, version).because(condition).record(file, requests, Optional.empty(), false, false);
        return result.sockets() < SOCKETS_MAX
                ? result
                : result.plus(new DumpResult(0, 0, Optional.of("there may be more sockets than " + result.sockets())));
    }

    private static DumpRequest request(Protocol protocol, Set<Detail> wanted) {
        Set<Detail> details = EnumSet.noneOf(Detail.class);
        details.addAll(wanted);
        details.retainAll(protocol.details());
        return DumpRequest.of(protocol, AddressFamily.IP, protocol.listedStates())
                .telling(details)
                .atMost(SOCKETS_MAX);
    }
}
