/** Pages for people and probes: the landing page and the health of the daemon. */
package io.conncount.exporters.pages;
