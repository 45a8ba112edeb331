/** The terminal: bytes to and from it, its modes, and what it can show. */
package io.conncount.tui.terminal;
