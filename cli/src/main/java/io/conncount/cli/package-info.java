/** The program: finds the command that a command line asks for, runs it, and turns what goes wrong into one line. */
package io.conncount.cli;
