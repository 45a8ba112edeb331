/**
 * Names of users, interfaces, services and cgroups: this host's, or those of a recording. May use {@code sys} and
 * {@code filter}.
 */
package io.conncount.names;
