/** The command {@code completion}: what shells complete. */
package io.conncount.cli.completion;
