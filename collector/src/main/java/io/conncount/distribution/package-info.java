/** How a number of sockets is distributed: a number as a grouping key, and percentiles of what was counted by it. */
package io.conncount.distribution;
