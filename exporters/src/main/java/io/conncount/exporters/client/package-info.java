/** Asks the daemon of this host. */
package io.conncount.exporters.client;
