package io.conncount.exporters.web;

import java.time.Duration;

/**
 * What clients may take of the server.
 *
 * @param connectionsMax how many may be open at once; each costs a thread and, with TLS, some 100 kB
 * @param headBytesMax the length of a request's line and headers
 * @param headersMax how many headers a request may have
 * @param headMax how long a request's line and headers may take to arrive, with the TLS handshake before them
 * @param answerMax how long making an answer, and the client's reading it, may take
 * @param idleMax how long a connection may wait for its next request; longer than a minute, for that is a common interval
 */
record Limits(
        int connectionsMax, int headBytesMax, int headersMax, Duration headMax, Duration answerMax, Duration idleMax) {
    static final Limits DEFAULT =
            new Limits(128, 8192, 64, Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2));
}
