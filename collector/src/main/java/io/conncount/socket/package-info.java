/**
 * Sockets as every source shows them: a view of one at a time, and the vocabulary of protocols, families, states and
 * numbers. Knows no other package.
 */
package io.conncount.socket;
