/**
 * What answers look like: rows of any kind as typed columns, in one file a format. Names are escaped, numbers and times are
 * written only here.
 */
package io.conncount.view;
