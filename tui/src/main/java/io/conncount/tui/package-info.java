/** See ARCHITECTURE.md. */
package io.conncount.tui;
