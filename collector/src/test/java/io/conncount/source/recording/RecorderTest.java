package io.conncount.source.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.source.DumpResult;
import io.conncount.source.LinuxSockDiag;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.testing.Golden;
import io.conncount.testing.Messages;
import io.conncount.testing.RecordedChannel;
import io.conncount.testing.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files come whole, for their owner only, or not at all. */
class RecorderTest {
    @TempDir
    private Path directory;

    private DumpResult record(String name, LinuxSockDiag.Opener kernel, boolean replace) throws IOException {
        return new Recorder(Recordings.host(kernel), "1.2.3")
                .record(directory.resolve(name), List.of(Recordings.TCP), Optional.empty(), false, replace);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void fileBeginsWithTextAndEndsWithTheMessagesAsTheyCame() throws IOException {
        DumpResult result = record("a.rec", Golden.kernel(), false);
        byte[] answer = Golden.answer(Golden.TCP);
        assertEquals(answer.length, result.bytes());
        byte[] file = Files.readAllBytes(directory.resolve("a.rec"));
        assertEquals(
                List.of("conncount.record/1", "conncount: 1.2.3"),
                new String(file, StandardCharsets.ISO_8859_1).lines().limit(2).toList());
        assertTrue(Arrays.equals(answer, Arrays.copyOfRange(file, file.length - answer.length, file.length)));
        assertEquals(RecordingHeader.BYTES + 16 + 60 + answer.length, file.length, "header, request, answer");
    }

    @Test
    void fileIsForItsOwnerOnly() throws IOException {
        record("a.rec", Golden.kernel(), false);
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("a.rec"))));
        assertEquals(List.of("a.rec"), files());
    }

    @Test
    void existingFileIsReplacedOnlyWhenAsked() throws IOException {
        Path file = Files.writeString(directory.resolve("a.rec"), "precious");
        RecordingException e = assertThrows(RecordingException.class, () -> record("a.rec", Golden.kernel(), false));
        assertEquals(file + ": exists; --force replaces it", e.getMessage());
        assertEquals("precious", Files.readString(file));
        record("a.rec", Golden.kernel(), true);
        assertEquals(
                Optional.empty(), Recordings.show(file, Recordings.TCP).result().fault());
        Files.createDirectory(directory.resolve("d"));
        assertEquals(
                directory.resolve("d") + ": is not a regular file, so it is not replaced",
                assertThrows(RecordingException.class, () -> record("d", Golden.kernel(), true))
                        .getMessage());
    }

    @Test
    void directoryThatIsMissingIsReported() {
        RecordingException e = assertThrows(RecordingException.class, () -> record("no/a.rec", Golden.kernel(), false));
        assertEquals(directory.resolve("no/a.rec") + ": no such file or directory", e.getMessage());
    }

    @Test
    void refusalLeavesNoFile() throws IOException {
        List<Reply> refusal = List.of(Reply.datagram(Messages.error(1, Errno.EPERM)));
        assertThrows(KernelException.class, () -> record("a.rec", () -> RecordedChannel.of(refusal), false));
        assertEquals(List.of(), files());
    }

    @Test
    void dumpThatStopsHalfwayIsKeptAndIncompleteEachTimeItIsRead() throws IOException {
        byte[] part = Arrays.copyOf(Golden.answer(Golden.TCP), 5000);
        DumpResult result = record("a.rec", () -> RecordedChannel.of(List.of(Reply.datagram(part))), false);
        assertTrue(result.fault().isPresent());
        Recordings.Shown shown = Recordings.show(directory.resolve("a.rec"), Recordings.TCP);
        assertEquals(result.sockets(), shown.result().sockets());
        assertTrue(shown.result().fault().isPresent());
    }

    @Test
    void hostCannotWriteLinesIntoTheHeader() {
        RecordingHeader header = RecordingHeader.now("1").host("web1\n\nbytes: 7\n", "6", "x", "y");
        RecordingHeader read =
                RecordingHeader.parse(new String(header.bytes(), StandardCharsets.UTF_8).split(RecordingHeader.END)[0]);
        assertEquals(Optional.of("web1??bytes: 7?"), read.host());
        assertEquals(Optional.empty(), read.messageBytes());
        assertEquals(RecordingHeader.BYTES, header.bytes().length);
    }
}
