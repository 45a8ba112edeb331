package io.conncount.exporters.pages;

import io.conncount.view.Escaper;
import io.conncount.view.Numbers;
import java.util.Locale;

/** A page in the making. What comes from the host goes in as text, never as markup. */
final class Html {
    private final StringBuilder page = new StringBuilder();

    /** Markup of our own. */
    Html markup(String markup) {
        page.append(markup);
        return this;
    }

    /** A text, whatever is in it. */
    Html text(String text) {
        page.append(Escaper.html(text));
        return this;
    }

    /** An element that holds a text. */
    Html element(String name, String text) {
        return markup("<" + name + ">").text(text).markup("</" + name + ">");
    }

    /** A cell with a number, in groups of three digits. */
    Html number(long number) {
        return markup("<td class=\"n\">").text(Numbers.grouped(number)).markup("</td>");
    }

    /** A cell with a bar as long as the share is of the whole. */
    Html bar(long share, long whole) {
        double percent = whole <= 0 ? 0 : Math.min(100, 100.0 * share / whole);
        return markup(String.format(
                Locale.ROOT,
                "<td class=\"bar\"><svg role=\"presentation\"><rect width=\"%.1f%%\" height=\"100%%\"/></svg></td>",
                percent));
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
