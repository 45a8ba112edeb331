/** What callers and the daemon exchange over its Unix domain socket. Private to one build; see docs/decisions/0007. */
package io.conncount.exporters.message;
