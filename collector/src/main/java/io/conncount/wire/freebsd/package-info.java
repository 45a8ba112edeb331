/** The structs of FreeBSD's sysctls, a file each; one of unknown length is refused. */
package io.conncount.wire.freebsd;
