package io.conncount.exporters.socket;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The path and the permissions of the local socket. Users with write permission on it may ask.
 *
 * @param path of the Unix domain socket
 * @param mode its permissions as in chmod, such as 0660
 * @param group the group it is given; empty for the daemon's own
 */
public record LocalAddress(Path path, int mode, Optional<String> group) {}
