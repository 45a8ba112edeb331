/** What the dashboard shows and what it does next, as values: nothing here reads, writes, waits or draws. */
package io.conncount.tui.model;
