package io.conncount.source.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.source.recording.Recordings.Shown;
import io.conncount.testing.TestSocket;
import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.IntRange;
import io.conncount.testing.property.Property;
import io.conncount.testing.property.Size;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;

/** Recordings that were cut or damaged: what is shown is what was there, and the answer says where it went wrong. */
class RecordingDamageTest {
    private static final Path DIRECTORY = temporary();
    private static final byte[] SOUND = sound();
    private static final List<TestSocket> SOCKETS = sockets();

    @AfterAll
    static void tidyUp() throws IOException {
        for (String name : List.of("sound.rec", "damaged.rec")) {
            Files.deleteIfExists(DIRECTORY.resolve(name));
        }
        Files.delete(DIRECTORY);
    }

    @Property(tries = 1000)
    void cutRecordingShowsWhatIsLeftAndWhereItEnds(@ForAll @IntRange(max = 1_000_000) int where) throws IOException {
        int bytes = RecordingHeader.BYTES + where % (SOUND.length - RecordingHeader.BYTES);
        Path file = write(Arrays.copyOf(SOUND, bytes));
        Shown shown = Recordings.show(file, Recordings.TCP);
        assertEquals(SOCKETS.subList(0, shown.sockets().size()), shown.sockets());
        String fault = shown.result().fault().orElseThrow();
        assertTrue(fault.startsWith(file + ": "), fault);
        long at = Long.parseLong(fault.replaceFirst(".*?byte (\\d+): .*", "$1"));
        assertTrue(at <= bytes && at > bytes - 4096, fault + " in a file of " + bytes + " bytes");
    }

    @Property(tries = 3000)
    void flippedBitsEndInAnAnswerOrOneOfTheDeclaredExceptions(
            @ForAll @Size(min = 1, max = 12) Set<@IntRange(min = 0) Integer> bits) throws IOException {
        byte[] damaged = SOUND.clone();
        for (int bit : bits) {
            int at = bit % (8 * damaged.length);
            damaged[at / 8] ^= (byte) (1 << at % 8);
        }
        try {
            Shown shown = Recordings.show(write(damaged), Recordings.TCP);
            assertTrue(shown.sockets().size() <= damaged.length / 88, "no more sockets than there is room for");
        } catch (RecordingException | UnsupportedOperationException e) {
            assertTrue(e.getMessage().contains("damaged.rec"), e.getMessage());
        }
    }

    @Property(tries = 1000)
    void textBehindTheHeaderEndsInAnAnswer(@ForAll byte[] noise) throws IOException {
        byte[] file = Arrays.copyOf(SOUND, RecordingHeader.BYTES + noise.length);
        System.arraycopy(noise, 0, file, RecordingHeader.BYTES, noise.length);
        Shown shown = Recordings.show(write(file), Recordings.TCP);
        assertTrue(shown.result().fault().isPresent());
    }

    private static Path write(byte[] bytes) throws IOException {
        return Files.write(DIRECTORY.resolve("damaged.rec"), bytes);
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("conncount");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] sound() {
        try {
            return Files.readAllBytes(Recordings.record(DIRECTORY.resolve("sound.rec"), Recordings.TCP));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<TestSocket> sockets() {
        try {
            return Recordings.golden(Recordings.TCP);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
