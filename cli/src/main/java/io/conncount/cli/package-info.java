/**
 * The command line: a class a command, readers of their options, and what to say to mistakes. May use all other
 * modules.
 */
package io.conncount.cli;
