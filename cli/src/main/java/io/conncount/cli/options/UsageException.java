package io.conncount.cli.options;

import picocli.CommandLine.Model.CommandSpec;

/** A usage error. The message says what is wrong and what to write instead. */
public class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message);
    }

    /** An option that a command does not have. */
    public static final class UnknownOptionException extends UsageException {
        private static final long serialVersionUID = 1;

        private final String option;
        private final String typed;
        private final transient CommandSpec spec;

        UnknownOptionException(String option, String typed, CommandSpec spec) {
            super("unknown option '" + option + "'");
            this.option = option;
            this.typed = typed;
            this.spec = spec;
        }

        /** The option without a value, such as {@code -n}. */
        public String option() {
            return option;
        }

        /** The word it is in, such as {@code -tan}. */
        public String typed() {
            return typed;
        }

        /** The command. */
        public CommandSpec spec() {
            return spec;
        }
    }
}
