/**
 * Rows of sockets and their columns, written as they come, in blocks that do not grow with the sockets. Knows the
 * collector only.
 */
package io.conncount.cli.list;
