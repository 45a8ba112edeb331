package io.conncount.exporters.socket;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the daemon answers callers on its own host, and who may call: whoever may write to the socket.
 *
 * @param path of the Unix domain socket
 * @param mode its permissions as in chmod, such as 0660
 * @param group the group it is given; empty for the daemon's own
 */
public record LocalAddress(Path path, int mode, Optional<String> group) {}
