/** Answers callers on this host over a Unix domain socket, with as few reads of the kernel as it can. */
package io.conncount.exporters.socket;
