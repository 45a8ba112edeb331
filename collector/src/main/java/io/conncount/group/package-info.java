/**
 * What sockets are counted by: keys, a file each, and the table that counts. May use {@code filter} and {@code names}.
 */
package io.conncount.group;
