/**
 * What users ask of sockets, as a tree of conditions, and how those are read, written and tested. Knows sockets only.
 */
package io.conncount.filter;
