package io.conncount.source.recording;

import io.conncount.socket.Protocol;
import io.conncount.socket.SocketSink;
import io.conncount.source.DumpAnswer;
import io.conncount.source.DumpRequest;
import io.conncount.source.DumpResult;
import io.conncount.source.MatchingSink;
import io.conncount.sys.KernelException;
import io.conncount.wire.DecodeException;
import io.conncount.wire.StructBuffer;
import io.conncount.wire.linux.DiagTable;
import io.conncount.wire.linux.NlMessages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One pass over a recording, block by block. Messages belong to the table of the preceding request; where no
 * request was kept, as in files of {@code ss -D}, to TCP's.
 */
final class RecordingReader {
    /** Larger than any message; and the words of a block stay in the second-level cache. */
    static final int BLOCK_BYTES = 256 * 1024;

    private final Recording recording;
    private final DumpRequest request;
    private final MatchingSink sink;
    private final ByteBuffer block;
    private final StructBuffer structs;
    private final NlMessages messages;
    private final DumpAnswer answer;

    private boolean wanted;
    private boolean requestsKept;
    private boolean reading;
    private boolean found;
    private long blockAtBytes;
    private String fault;

    RecordingReader(Recording recording, DumpRequest request, SocketSink sink) {
        this.recording = recording;
        this.request = request;
        this.sink = new MatchingSink(request, sink);
        block = ByteBuffer.allocateDirect(BLOCK_BYTES).order(recording.order());
        structs = new StructBuffer(block);
        messages = new NlMessages(structs);
        answer = new DumpAnswer(messages, DiagTable.of(request.protocol()).view(structs));
        wanted = request.protocol() == Protocol.TCP;
        blockAtBytes = recording.messagesAtBytes();
    }

    /** Shows the sockets that the request asks for. */
    DumpResult run() {
        boolean more = true;
        try {
            while (more && !sink.satisfied() && sink.sockets() < request.socketsMax()) {
                more = readBlock();
            }
            if (!more) {
                checkEnd();
            }
        } catch (DecodeException e) {
            fault = e.messageFrom(blockAtBytes);
        } catch (IOException e) {
            fault = "byte " + blockAtBytes + ": " + RecordingException.reason(e);
        }
        long bytes = blockAtBytes - recording.messagesAtBytes();
        return new DumpResult(sink.sockets(), bytes, Optional.ofNullable(fault).map(text -> recording + ": " + text));
    }

    /** True if the recording has something to say about the table; only after it was read to its end. */
    boolean found() {
        return found || fault != null;
    }

    /** Reads the messages that end in the next block; the block after it starts after them. */
    private boolean readBlock() throws IOException, DecodeException {
        int lengthBytes = recording.read(block, blockAtBytes);
        messages.wrap(lengthBytes);
        boolean last = lengthBytes < BLOCK_BYTES || messages.nextIsCut();
        while ((last || !messages.nextIsCut()) && messages.next()) {
            readMessage();
        }
        blockAtBytes += Math.min(messages.nextOffsetBytes(), lengthBytes);
        return !last;
    }

    private void readMessage() throws DecodeException {
        if ((messages.flags() & NlMessages.FLAG_REQUEST) != 0) {
            checkAnswered();
            requestsKept = true;
            wanted = DiagTable.requested(messages, structs)
                    .filter(protocol -> protocol == request.protocol())
                    .isPresent();
            reading = wanted;
            answer.begin(messages.sequence());
        } else if (wanted) {
            readAnswer();
        }
    }

    private void readAnswer() throws DecodeException {
        if (!reading && !requestsKept) {
            reading = true;
            answer.begin(messages.sequence());
        }
        try {
            answer.readMessage(sink);
            reading = !answer.ended();
            found = true;
        } catch (KernelException e) {
            reading = false;
            // A request that was refused at once was put in another way, or the recording holds nothing of the table.
            if (answer.sockets() > 0) {
                note(Optional.of(e.getMessage()));
            }
        }
        if (!reading) {
            note(answer.fault());
        }
    }

    private void checkAnswered() {
        if (reading) {
            note(answer.fault());
            note(Optional.of("byte " + (blockAtBytes + messages.offsetBytes())
                    + ": an answer ended without an end-of-dump message"));
        }
    }

    private void checkEnd() {
        if (reading) {
            note(answer.fault());
            note(Optional.of("byte " + blockAtBytes + ": the answer ended without an end-of-dump message"));
        }
        long missing = recording.header().flatMap(RecordingHeader::messageBytes).orElse(0L)
                - (blockAtBytes - recording.messagesAtBytes());
        if (missing > 0) {
            note(Optional.of("byte " + blockAtBytes + ": the file ends here, " + missing + " bytes are missing"));
        }
    }

    private void note(Optional<String> what) {
        if (fault == null) {
            fault = what.orElse(null);
        }
    }
}
