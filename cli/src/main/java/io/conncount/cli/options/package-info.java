/** What a command is, and the options that several commands take: their help, their values, and what is wrong with them. Knows no command. */
package io.conncount.cli.options;
