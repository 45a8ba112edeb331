/** The manual as text, for hosts without man(1). */
package io.conncount.cli.manual;
