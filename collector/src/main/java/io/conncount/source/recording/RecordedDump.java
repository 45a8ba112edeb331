package io.conncount.source.recording;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.DumpResult;
import io.conncount.source.MissingTableException;
import io.conncount.source.SocketSource;
import io.conncount.sys.Errno;
import io.conncount.wire.linux.DiagTable;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The sockets of a recording, read by the decoder that reads the kernel's. */
final class RecordedDump implements SocketSource {
    private static final int SAMPLE_SOCKETS_MAX = 1000;
    private static final byte[] NOWHERE = new byte[0];

    private final Recording recording;

    RecordedDump(Recording recording) {
        this.recording = recording;
    }

    @Override
    public String name() {
        return "recording";
    }

    @Override
    public Optional<String> sequential() {
        return Optional.of("the recording " + recording + " is always read as a whole");
    }

    /**
     * Shows what was recorded.
     *
     * @throws MissingTableException if the table was not recorded
     * @throws UnsupportedOperationException if what is to be told of its sockets was not recorded
     */
    @Override
    public DumpResult dump(DumpRequest request, SocketSink sink) throws MissingTableException {
        if (!DiagTable.exists(request.protocol())) {
            throw notRecorded(request.protocol());
        }
        Set<Detail> missing = EnumSet.noneOf(Detail.class);
        missing.addAll(request.details());
        if (!missing.isEmpty()) {
            missing.removeAll(recording.details().orElseGet(this::detailsToldInSample));
        }
        if (!missing.isEmpty()) {
            throw new UnsupportedOperationException(recording + " does not have "
                    + RecordingHeader.label(missing.iterator().next())
                    + ": it was not recorded; conncount record saves everything");
        }
        RecordingReader reader = new RecordingReader(recording, request, sink);
        DumpResult result = reader.run();
        if (result.sockets() == 0 && !reader.found()) {
            throw notRecorded(request.protocol());
        }
        return result;
    }

    private MissingTableException notRecorded(Protocol protocol) {
        return new MissingTableException(
                "reading " + protocol.label() + " sockets, which were not recorded, from " + recording,
                Errno.ENOENT,
                protocol);
    }

    /** Without a header, the first sockets show which details ss requested. */
    private Set<Detail> detailsToldInSample() {
        Set<Detail> told = EnumSet.noneOf(Detail.class);
        DumpRequest sample =
                DumpRequest.of(Protocol.TCP, AddressFamily.IP, TcpState.ALL).atMost(SAMPLE_SOCKETS_MAX);
        new RecordingReader(recording, sample, socket -> addTold(socket, told)).run();
        return told;
    }

    private static void addTold(SocketView socket, Set<Detail> told) {
        for (SocketNumber number : SocketNumber.values()) {
            if (number.detail().isPresent() && socket.number(number) != SocketView.UNKNOWN) {
                told.add(number.detail().get());
            }
        }
        for (SocketText text : SocketText.values()) {
            if (socket.text(text, NOWHERE) >= 0) {
                told.add(text.detail());
            }
        }
    }
}
