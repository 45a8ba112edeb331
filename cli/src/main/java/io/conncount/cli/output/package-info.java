/** Standard output and what it can show, and answers as rows of groups in every format. */
package io.conncount.cli.output;
