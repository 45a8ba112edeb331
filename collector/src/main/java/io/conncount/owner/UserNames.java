package io.conncount.owner;

import io.conncount.sys.NameText;
import io.conncount.sys.PasswordDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Names of users by number. The file of passwd(5) is read when the first name is asked for; whom it lacks, the name service
 * switch is asked for, which knows directory services and dynamic users. If that takes too long once, it is not asked again.
 */
public final class UserNames {
    private static final UserNames OF_HOST = new UserNames(Path.of("/etc/passwd"), true);
    private static final UserNames NONE = new UserNames(Path.of("/nonexistent"), false);

    private static final int USERS_MAX = 1_000_000;
    private static final long SWITCH_MILLISECONDS_MAX = 500;

    private final Path passwd;
    private final Map<Long, String> names = new HashMap<>();
    private final Map<String, Long> uids = new HashMap<>();
    private boolean read;
    private boolean asksSwitch;

    UserNames(Path passwd, boolean asksSwitch) {
        this.passwd = passwd;
        this.asksSwitch = asksSwitch;
    }

    /** No names: every user shows as a number. */
    public static UserNames none() {
        return NONE;
    }

    /** Those of this host. */
    public static UserNames ofHost() {
        return OF_HOST;
    }

    /** The name of a user, the first of several; the number if there is none. */
    public synchronized String of(long uid) {
        read();
        if (!names.containsKey(uid)) {
            names.put(uid, ask(() -> PasswordDatabase.name(uid)).orElse(Long.toString(uid)));
        }
        return names.get(uid);
    }

    /** The number of the user with this name, which may be one of several for that number. */
    synchronized Optional<Long> uid(String name) {
        read();
        Long uid = uids.get(name);
        return uid == null ? ask(() -> PasswordDatabase.uid(name)) : Optional.of(uid);
    }

    private void read() {
        if (read) {
            return;
        }
        read = true;
        try (Stream<String> lines = Files.lines(passwd, StandardCharsets.ISO_8859_1)) {
            lines.limit(USERS_MAX).map(line -> line.split(":", 4)).forEach(fields -> {
                if (fields.length == 4 && fields[2].matches("\\d{1,10}")) {
                    byte[] bytes = fields[0].getBytes(StandardCharsets.ISO_8859_1);
                    String name = NameText.of(bytes, bytes.length);
                    names.putIfAbsent(Long.valueOf(fields[2]), name);
                    uids.putIfAbsent(name, Long.valueOf(fields[2]));
                }
            });
        } catch (IOException | UncheckedIOException e) {
            // The switch may know more, and numbers are an answer too.
            return;
        }
    }

    /** Asks the name service switch, which may ask the network, for no longer than a caller may wait. */
    private <T> Optional<T> ask(Callable<Optional<T>> question) {
        if (!asksSwitch) {
            return Optional.empty();
        }
        ExecutorService thread = Executors.newSingleThreadExecutor(UserNames::daemon);
        try {
            return thread.submit(question).get(SWITCH_MILLISECONDS_MAX, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            asksSwitch = false;
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            thread.shutdownNow();
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = Executors.defaultThreadFactory().newThread(task);
        thread.setDaemon(true);
        return thread;
    }
}
