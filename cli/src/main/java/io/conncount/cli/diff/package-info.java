/** Comparing two recordings or saved answers: what came, went, grew and shrank. */
package io.conncount.cli.diff;
