package io.conncount.exporters.web;

import java.util.Map;
import java.util.Optional;

/**
 * A web configuration, checked.
 *
 * @param tls empty for plain HTTP
 * @param headers that every answer gets
 */
record WebConfig(Optional<Tls> tls, Map<String, String> headers, Users users, RateLimit rateLimit) {
    /** Plain HTTP without authentication. */
    static final WebConfig OPEN = new WebConfig(Optional.empty(), Map.of(), new Users(Map.of()), RateLimit.NONE);

    WebConfig {
        headers = Map.copyOf(headers);
    }
}
