/** What is compared with thresholds, and the thresholds: measures, shares of limits, numbers of sockets and counts of them. */
package io.conncount.cli.threshold;
