package io.conncount.exporters.history;

import java.time.Instant;

/**
 * Where in a history a record is.
 *
 * @param millis by the time of records, which never goes back, since 1970
 * @param shown what the host's clock showed then
 */
public record Place(long millis, Instant shown) {}
