/** The daemon's samples on disk: a bounded ring in a SQLite database, written by the daemon and read by anyone. */
package io.conncount.exporters.history;
