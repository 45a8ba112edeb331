/** The command {@code serve}: its options, and its log. */
package io.conncount.cli.serve;
