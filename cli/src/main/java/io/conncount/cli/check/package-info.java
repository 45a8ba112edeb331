/** Thresholds for monitoring systems: one line and an exit code, by the guidelines of the Monitoring Plugins. */
package io.conncount.cli.check;
