/** The command {@code fleet}: the sockets of many hosts, as a Prometheus has them. */
package io.conncount.cli.fleet;
