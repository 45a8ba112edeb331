package io.conncount.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.sys.LibcNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users by name and by number. */
class UserNamesTest {
    private static final long HOUR_NANOS = 3_600_000_000_000L;
    private static final String ROOT = "root:x:0:0::/root:/bin/sh\n";

    /** Knows nobody, and counts who asks. */
    private static final class Nobody implements UserNames.Directory {
        private final AtomicInteger questions = new AtomicInteger();

        @Override
        public Optional<String> name(long uid) {
            questions.incrementAndGet();
            return Optional.empty();
        }

        @Override
        public Optional<Long> uid(String name) {
            questions.incrementAndGet();
            return Optional.empty();
        }
    }

    private final AtomicLong nanoTime = new AtomicLong();
    private final Nobody nobody = new Nobody();

    @TempDir
    private Path directory;

    private UserNames users(String passwd) throws IOException {
        return users(passwd.getBytes(StandardCharsets.UTF_8), nobody, HOUR_NANOS);
    }

    private UserNames users(byte[] passwd, UserNames.Directory others, long waitNanosMax) throws IOException {
        return new UserNames(Files.write(directory.resolve("passwd"), passwd), others, nanoTime::get, waitNanosMax);
    }

    @Test
    void everyNameOfANumberIsFoundAndTheFirstIsShown() throws IOException {
        UserNames users = users(ROOT + "toor:x:0:0::/root:/bin/sh\njos\u00e9:x:7:7::/:/bin/sh\n");
        assertEquals(Optional.of("root"), users.name(0));
        assertEquals(Optional.of(0L), users.uid("root"));
        assertEquals(Optional.of(0L), users.uid("toor"));
        assertEquals(Optional.of("jos\u00e9"), users.name(7));
        assertEquals(Optional.empty(), users.uid("nobody-here"));
        assertEquals(Optional.empty(), users.name(8));
    }

    @Test
    void namesMayBeAnyBytesAndHideNobody() throws IOException {
        byte[] passwd = "j\u00e9r:x:5:5::/:/bin/sh\nlast:x:9:9::/:/bin/sh\n".getBytes(StandardCharsets.ISO_8859_1);
        UserNames users = users(passwd, nobody, HOUR_NANOS);
        assertEquals(Optional.of("j\udce9r"), users.name(5));
        assertEquals(Optional.of(5L), users.uid("j\udce9r"));
        assertEquals(Optional.of("last"), users.name(9));
    }

    @Test
    void damagedLinesAreLeftOut() throws IOException {
        UserNames users = users(":::\nx\na:b:99999999999:\nlast:x:9:9::/:/bin/sh\n");
        assertEquals(Optional.of("last"), users.name(9));
    }

    @Test
    void nameServiceSwitchKnowsTheUsersOfThisSystem() {
        assertEquals(Optional.of("root"), LibcNames.user(0));
        assertEquals(Optional.of(0L), LibcNames.uid("root"));
        assertEquals(Optional.empty(), LibcNames.user(3_999_999_999L));
        assertEquals(Optional.empty(), LibcNames.uid("no-such-user-anywhere"));
    }

    @Test
    void usersOfADirectoryAreAskedForOnceAMinuteAndOnlyIfTheFileLacksThem() throws IOException {
        UserNames users = users(ROOT);
        users.name(0);
        users.uid("root");
        assertEquals(0, nobody.questions.get());
        for (int i = 0; i < 3; i++) {
            users.name(8);
            users.uid("eight");
        }
        assertEquals(2, nobody.questions.get());
        nanoTime.addAndGet(UserNames.KEPT_NANOS);
        users.name(8);
        assertEquals(3, nobody.questions.get());
    }

    @Test
    void whoIsAddedOrRenamedIsKnownAMinuteLater() throws IOException {
        UserNames users = users(ROOT);
        assertEquals(Optional.empty(), users.name(8));
        users("admin:x:0:0::/root:/bin/sh\neight:x:8:8::/:/bin/sh\n");
        assertEquals(Optional.of("root"), users.name(0));
        nanoTime.addAndGet(UserNames.KEPT_NANOS);
        assertEquals(Optional.of("admin"), users.name(0));
        assertEquals(Optional.of("eight"), users.name(8));
        assertEquals(Optional.empty(), users.uid("root"));
    }

    /** Answers whoever asks for a number, but for a name only once it may. */
    private static final class Slow implements UserNames.Directory {
        private final CountDownLatch mayAnswer = new CountDownLatch(1);
        private final AtomicInteger questions = new AtomicInteger();

        @Override
        public Optional<String> name(long uid) {
            questions.incrementAndGet();
            awaitUninterrupted(mayAnswer);
            return Optional.of("late");
        }

        @Override
        public Optional<Long> uid(String name) {
            return Optional.of(7L);
        }
    }

    @Test
    void directoryThatDoesNotAnswerIsWaitedForOnceAMinute() throws IOException {
        Slow slow = new Slow();
        UserNames users = users(ROOT.getBytes(StandardCharsets.UTF_8), slow, 1_000_000);
        for (int minute = 0; minute < 3; minute++) {
            for (int uid = 8; uid < 1000; uid++) {
                assertEquals(Optional.empty(), users.name(uid));
            }
            assertEquals(Optional.empty(), users.uid("someone"));
            assertEquals(Optional.of("root"), users.name(0));
            nanoTime.addAndGet(UserNames.KEPT_NANOS);
        }
        assertTrue(slow.questions.get() <= 1, "the first question is still there, and no other is put");
        slow.mayAnswer.countDown();
    }

    @Test
    void directoryThatAnswersAgainIsAskedAgain() throws IOException {
        Slow slow = new Slow();
        UserNames users = users(ROOT.getBytes(StandardCharsets.UTF_8), slow, HOUR_NANOS);
        Thread.currentThread().interrupt();
        assertEquals(Optional.empty(), users.name(8), "who is interrupted does not wait");
        assertTrue(Thread.interrupted());
        slow.mayAnswer.countDown();
        assertEquals(Optional.of(7L), users.uid("someone"));
        assertEquals(Optional.of("late"), users.name(9));
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
