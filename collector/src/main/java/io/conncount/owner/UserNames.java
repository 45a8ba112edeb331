package io.conncount.owner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Names of users by number, from a file in the format of passwd(5), read when the first name is asked for. */
public final class UserNames {
    private static final UserNames OF_HOST = new UserNames(Path.of("/etc/passwd"));

    private static final UserNames NONE = new UserNames(Map.of());

    private static final int USERS_MAX = 1_000_000;

    private final Path passwd;
    private Map<Long, String> names;

    private UserNames(Path passwd) {
        this.passwd = passwd;
    }

    private UserNames(Map<Long, String> names) {
        this.passwd = null;
        this.names = names;
    }

    /** No names: every user shows as a number. */
    public static UserNames none() {
        return NONE;
    }

    /** The users in {@code /etc/passwd}. Those of a directory service show as numbers. */
    public static UserNames ofHost() {
        return OF_HOST;
    }

    /** The name of a user, or the number if there is none. */
    public String of(long uid) {
        String name = names().get(uid);
        return name == null ? Long.toString(uid) : name;
    }

    /** The number of the user with this name. */
    Optional<Long> uid(String name) {
        for (Map.Entry<Long, String> user : names().entrySet()) {
            if (user.getValue().equals(name)) {
                return Optional.of(user.getKey());
            }
        }
        return Optional.empty();
    }

    private synchronized Map<Long, String> names() {
        if (names == null) {
            names = read();
        }
        return names;
    }

    private Map<Long, String> read() {
        Map<Long, String> found = new HashMap<>();
        try (Stream<String> lines = Files.lines(passwd, StandardCharsets.ISO_8859_1)) {
            lines.limit(USERS_MAX).map(line -> line.split(":", 4)).forEach(fields -> {
                if (fields.length == 4 && fields[2].matches("\\d{1,10}")) {
                    found.putIfAbsent(Long.valueOf(fields[2]), fields[0]);
                }
            });
        } catch (IOException | java.io.UncheckedIOException e) {
            // Numbers are an answer too.
            return found;
        }
        return found;
    }
}
