package io.conncount.tui.model;

import java.nio.file.Path;

/** What the model wants to be done that it cannot do itself. */
public sealed interface Request {
    /** To end. */
    record Quit() implements Request {}

    /** To draw the whole screen, whatever it is thought to show. */
    record Redraw() implements Request {}

    /** To give the terminal back and stop until the shell continues it. */
    record Suspend() implements Request {}

    /** To write what a view shows into a file that does not exist yet; JSON if its name ends so, else CSV. */
    record Write(Tab tab, Path file) implements Request {}
}
