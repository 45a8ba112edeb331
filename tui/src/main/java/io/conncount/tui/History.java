package io.conncount.tui;

import io.conncount.tui.model.Event;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Travel;
import java.io.IOException;

/** What was recorded of the host, and the moment of it that was read last. Used by one thread. */
public interface History {
    /**
     * Goes to a moment, and reads what the dashboard shows of it. What was not recorded is the failure of its series.
     *
     * @param model has the view and the question
     * @throws IOException if there is no such moment, or nothing can be read; the message says in one line what there is
     */
    Event.Recalled recall(Model model, Travel travel) throws IOException;

    /** Forgets the moment: the next step is one from the present. */
    void leave();
}
