package io.conncount.cli.fleet;

import java.util.List;
import java.util.Optional;

/**
 * Sockets of many hosts with the same labels.
 *
 * @param values of the labels that were asked for, in their order, empty where a series does not have one; none if it stands for several
 * @param past how many there were before; empty if that was not asked, or is not known
 */
record FleetRow(List<String> values, long count, Optional<Past> past) {
    /**
     * A number in a time that is over.
     *
     * @param first at its beginning
     * @param min the least in it
     * @param max the most in it
     */
    record Past(long first, long min, long max) {}
}
