/** Reading JSON that others wrote. */
package io.conncount.json;
