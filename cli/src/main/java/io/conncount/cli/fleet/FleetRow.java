package io.conncount.cli.fleet;

import java.util.List;

/**
 * Sockets of many hosts with the same labels.
 *
 * @param values of the labels that were asked for, in their order, empty where a series does not have one; none if it stands for several
 */
record FleetRow(List<String> values, long count) {}
