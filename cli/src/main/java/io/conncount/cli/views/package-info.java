/** The commands that each answer one question with a table of their own: listeners, ports, capacity, memory, doctor. */
package io.conncount.cli.views;
