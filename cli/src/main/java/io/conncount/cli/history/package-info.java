/** Asking what a daemon has recorded: moments and periods, for the commands that can show them. */
package io.conncount.cli.history;
