package io.conncount.cli.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.cli.list.ListOptions.SocketOrder;
import io.conncount.names.KnownNames;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import io.conncount.source.DumpRequest;
import io.conncount.source.LinuxSockDiag;
import io.conncount.testing.Allocation;
import io.conncount.testing.Datagrams;
import io.conncount.testing.Golden;
import io.conncount.testing.RecordedChannel;
import io.conncount.testing.Reply;
import io.conncount.view.BlockOutput;
import io.conncount.view.CsvFormat;
import io.conncount.view.JsonFormat;
import io.conncount.view.PlainFormat;
import io.conncount.view.SocketColumn;
import io.conncount.view.SocketColumns;
import io.conncount.view.TextBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows go out in blocks, in constant memory, until nobody wants more. */
class RowSinkTest {
    private static final SsOptions EVERYTHING = GoldenRows.EVERYTHING;
    private static final int TIMES = 1000;

    /** What writes rows. */
    enum Kind {
        SS,
        COLUMNS,
        CSV,
        JSON,
        TOP;

        private SocketSink sink(BlockOutput output) {
            List<SocketColumn> columns = EVERYTHING.columns(true);
            return switch (this) {
                case SS ->
                    new RowSink(new SsLayout(EVERYTHING, Optional.empty(), KnownNames.NONE), output, Long.MAX_VALUE);
                case COLUMNS ->
                    new RowSink(new PlainFormat<SocketView>(columns, KnownNames.NONE), output, Long.MAX_VALUE);
                case CSV -> new RowSink(new CsvFormat<SocketView>(columns, KnownNames.NONE), output, Long.MAX_VALUE);
                case JSON -> new RowSink(JsonFormat.document(columns, KnownNames.NONE), output, Long.MAX_VALUE);
                case TOP ->
                    new TopSink<>(
                            new SocketOrder(SocketColumns.of("congestion"), true),
                            TopSink.texts(new CsvFormat<>(columns, KnownNames.NONE)),
                            20);
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void writingARowAllocatesNothing(Kind kind) throws Exception {
        SocketSink sink = kind.sink(new BlockOutput(OutputStream.nullOutputStream(), false));
        List<Reply> few = recording(1);
        List<Reply> many = recording(TIMES);
        assertEquals(0, Allocation.moreBytes(() -> dump(few, sink), () -> dump(many, sink)));
    }

    @Test
    void rowsLeaveBeforeTheDumpHasEnded() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BlockOutput output = new BlockOutput(out, false);
        RowSink sink = new RowSink(new SsLayout(EVERYTHING, Optional.empty(), KnownNames.NONE), output, Long.MAX_VALUE);
        dump(recording(10), sink);
        assertTrue(output.rows() > 0);
        assertTrue(out.size() > 0);
        sink.flush();
        assertEquals(10L * Golden.ss(Golden.TCP_INFO).size(), output.rows());
    }

    /** So that those of several processes do not mix in one file. */
    @Test
    void shortAnswerIsWrittenAtOnce() throws IOException {
        List<Integer> writes = new ArrayList<>();
        OutputStream pipe = new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("byte by byte");
            }

            @Override
            public void write(byte[] bytes, int from, int count) {
                writes.add(count);
            }
        };
        BlockOutput output = new BlockOutput(pipe, true);
        output.write("{\"sockets\":[");
        output.write(new TextBuffer(8).put(",1,2"), 2);
        output.write("]}\n");
        assertEquals(List.of(), writes);
        output.end();
        assertEquals(List.of("{\"sockets\":[1,2]}\n".length()), writes);
    }

    @Test
    void nothingIsWrittenBeyondTheLimit() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BlockOutput output = new BlockOutput(out, false);
        RowSink sink = new RowSink(new SsLayout(EVERYTHING, Optional.empty(), KnownNames.NONE), output, 3);
        assertFalse(sink.satisfied());
        long shown = dump(recording(TIMES), sink);
        sink.flush();
        output.end();
        assertEquals(3, output.rows());
        assertEquals(3, out.toString(StandardCharsets.UTF_8).lines().count());
        assertTrue(shown < 1000, "the dump ends early, after " + shown);
    }

    @Test
    void dumpEndsOnceNobodyReads() throws Exception {
        OutputStream closedPipe = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        BlockOutput output = new BlockOutput(closedPipe, false);
        RowSink sink = new RowSink(new SsLayout(EVERYTHING, Optional.empty(), KnownNames.NONE), output, Long.MAX_VALUE);
        long shown = dump(recording(TIMES), sink);
        assertTrue(shown < 1000, "the dump ends early, after " + shown);
        assertEquals("Broken pipe", assertThrows(IOException.class, output::end).getMessage());
        assertEquals(0, output.rows());
    }

    @Test
    void separatorBeforeTheVeryFirstRowIsLeftOut() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BlockOutput output = new BlockOutput(out, true);
        output.write("[");
        for (String block : List.of(",1,2", "", ",3")) {
            TextBuffer buffer = new TextBuffer(4);
            output.write(buffer.put(TextBuffer.ascii(block)), block.length() / 2);
        }
        output.write("]");
        output.end();
        assertEquals("[1,2,3]", out.toString(StandardCharsets.UTF_8));
    }

    /** The recorded sockets so many times over, and then the end. */
    private static List<Reply> recording(int times) {
        byte[] answer = Golden.answer(Golden.TCP_INFO);
        List<Integer> boundaries = Datagrams.boundaries(answer);
        int done = boundaries.get(boundaries.size() - 2);
        List<Reply> replies = new ArrayList<>(Collections.nCopies(times, Reply.datagram(Arrays.copyOf(answer, done))));
        replies.add(Reply.datagram(Arrays.copyOfRange(answer, done, answer.length)));
        return replies;
    }

    private static long dump(List<Reply> replies, SocketSink sink) throws Exception {
        DumpRequest request = GoldenRows.tcp();
        return new LinuxSockDiag(() -> RecordedChannel.of(replies))
                .dump(request, sink)
                .sockets();
    }
}
