/** What is asked, as values: which sockets, by which keys, in how many rows. Says nothing of how it is answered. */
package io.conncount.query;
