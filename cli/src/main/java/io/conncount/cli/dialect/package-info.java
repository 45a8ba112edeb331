/** The command lines of ss and netstat, as they are. */
package io.conncount.cli.dialect;
