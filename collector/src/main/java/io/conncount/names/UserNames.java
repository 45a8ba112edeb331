package io.conncount.names;

import io.conncount.sys.KernelFile;
import io.conncount.sys.LibcNames;
import io.conncount.sys.NameText;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.LineNumberReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Users by number and by name. The file of passwd(5) is read first; for other users, the name service switch is asked, which
 * knows directory services and dynamic users. It may ask the network, so all questions of a minute together wait for half a
 * second at most. What was found is kept for that minute.
 */
final class UserNames {
    /** The source of users that are not in the file. */
    interface Directory {
        Optional<String> name(long uid);

        Optional<Long> uid(String name);
    }

    /** The name service switch of this system. */
    private static final class NameServiceSwitch implements Directory {
        @Override
        public Optional<String> name(long uid) {
            return LibcNames.user(uid);
        }

        @Override
        public Optional<Long> uid(String name) {
            return LibcNames.uid(name);
        }
    }

    /** Not a method reference: to link one takes a millisecond. */
    private static final class Clock implements LongSupplier {
        @Override
        public long getAsLong() {
            return System.nanoTime();
        }
    }

    static final long KEPT_NANOS = 60_000_000_000L;
    private static final long WAIT_NANOS_MAX = 500_000_000L;

    private static final UserNames OF_HOST =
            new UserNames(Path.of("/etc/passwd"), new NameServiceSwitch(), new Clock(), WAIT_NANOS_MAX);

    private static final int USERS_MAX = 1_000_000;

    private final Path passwd;
    private final Directory directory;
    private final LongSupplier nanoTime;
    private final long waitNanosMax;
    private final Map<Long, Optional<String>> names = new HashMap<>();
    private final Map<String, Optional<Long>> uids = new HashMap<>();
    private boolean read;
    private long readNanos;
    private long waitNanosLeft;
    /** One thread, and one question at a time: an answer that never comes costs no more than that. */
    private ExecutorService asker;

    private Future<?> question;

    /** @param waitNanosMax the maximum total time per minute to wait for the directory */
    UserNames(Path passwd, Directory directory, LongSupplier nanoTime, long waitNanosMax) {
        this.passwd = passwd;
        this.directory = directory;
        this.nanoTime = nanoTime;
        this.waitNanosMax = waitNanosMax;
    }

    /** Those of this host. */
    static UserNames ofHost() {
        return OF_HOST;
    }

    /** The name of a user, the first of several; empty if there is none, or if the lookup takes too long. */
    synchronized Optional<String> name(long uid) {
        refresh();
        Optional<String> name = names.get(uid);
        if (name == null) {
            name = ask(() -> directory.name(uid));
            names.put(uid, name);
        }
        return name;
    }

    /** The number of the user with this name, which may be one of several for that number. */
    synchronized Optional<Long> uid(String name) {
        refresh();
        Optional<Long> uid = uids.get(name);
        if (uid == null) {
            uid = ask(() -> directory.uid(name));
            uids.put(name, uid);
        }
        return uid;
    }

    /** Forgets everything once it is old, and reads the file again. */
    private void refresh() {
        long now = nanoTime.getAsLong();
        if (read && now - readNanos < KEPT_NANOS) {
            return;
        }
        read = true;
        readNanos = now;
        waitNanosLeft = waitNanosMax;
        names.clear();
        uids.clear();
        try (LineNumberReader lines = new LineNumberReader(
                new InputStreamReader(new FileInputStream(passwd.toFile()), StandardCharsets.ISO_8859_1))) {
            for (String line = lines.readLine();
                    line != null && lines.getLineNumber() <= USERS_MAX;
                    line = lines.readLine()) {
                put(line.split(":", 4));
            }
        } catch (IOException e) {
            // The directory may know more, and numbers are an answer too.
            return;
        }
    }

    /** The first fields of a line such as {@code root:x:0:0:root:/root:/bin/bash}. */
    private void put(String[] fields) {
        long uid = fields.length == 4 ? KernelFile.number(fields[2]) : -1;
        if (uid >= 0) {
            byte[] bytes = fields[0].getBytes(StandardCharsets.ISO_8859_1);
            String name = NameText.of(bytes, bytes.length);
            names.putIfAbsent(uid, Optional.of(name));
            uids.putIfAbsent(name, Optional.of(uid));
        }
    }

    private <T> Optional<T> ask(Callable<Optional<T>> what) {
        try {
            if (waitNanosLeft <= 0 || (question != null && !isAnswered(question))) {
                return Optional.empty();
            }
            if (asker == null) {
                asker = Executors.newSingleThreadExecutor(UserNames::daemon);
            }
            Future<Optional<T>> answer = asker.submit(what);
            question = answer;
            return isAnswered(answer) ? answer.get() : Optional.empty();
        } catch (ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Waits for an answer for as long as the minute has left for that. */
    private boolean isAnswered(Future<?> answer) throws InterruptedException {
        long begunNanos = nanoTime.getAsLong();
        try {
            answer.get(waitNanosLeft, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            waitNanosLeft = 0;
            return false;
        }
        waitNanosLeft -= nanoTime.getAsLong() - begunNanos;
        return true;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = Executors.defaultThreadFactory().newThread(task);
        thread.setDaemon(true);
        return thread;
    }
}
