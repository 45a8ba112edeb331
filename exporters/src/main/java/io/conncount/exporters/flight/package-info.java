/** The flight recorder: recordings that the daemon takes by itself when a condition has held for some time. */
package io.conncount.exporters.flight;
