/** The dashboard: the loop that joins the model, the view and the terminal. See ARCHITECTURE.md. */
package io.conncount.tui;
