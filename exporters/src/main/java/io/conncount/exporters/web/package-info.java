/** HTTP and HTTPS: connections, requests, limits, and the web configuration of exporter-toolkit. */
package io.conncount.exporters.web;
