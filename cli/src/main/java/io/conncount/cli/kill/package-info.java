/** The command {@code kill}: closes sockets, after it has said which, and has been told to. */
package io.conncount.cli.kill;
