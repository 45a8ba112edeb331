/** What the daemon samples and what it reports of itself; metrics and pages are made of these alone. */
package io.conncount.exporters.sampled;
