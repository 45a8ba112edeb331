/** Draws a model on text graphics, and does nothing else. */
package io.conncount.tui.view;
