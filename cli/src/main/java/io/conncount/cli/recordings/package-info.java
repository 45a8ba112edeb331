/** The command {@code recordings}: what the flight recorder of the daemon has kept. */
package io.conncount.cli.recordings;
