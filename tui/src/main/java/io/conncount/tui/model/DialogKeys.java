package io.conncount.tui.model;

import io.conncount.filter.ParsedFilter;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.socket.SocketNumber;
import io.conncount.tui.model.Counted.CountColumn;
import io.conncount.tui.model.Dialog.Chooser;
import io.conncount.tui.model.Dialog.Line;
import io.conncount.tui.model.Dialog.Purpose;
import io.conncount.tui.model.Dialog.Text;
import io.conncount.tui.model.Dialog.TypedFilter;
import io.conncount.tui.model.Model.DrillLevel;
import io.conncount.tui.model.Model.Request;
import io.conncount.view.DisplayWidth;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What keys do while a dialog is open. */
final class DialogKeys {
    /** How the names of keys end that take a prefix length. */
    private static final String NETWORK = "-net";

    /** A prefix length has up to three. */
    private static final int DIGITS_MAX = 3;

    /** What the frame around a text takes of the width. */
    private static final int FRAME_COLUMNS = 4;

    private DialogKeys() {}

    static Model typed(Model model, Dialog dialog, Key key) {
        if (dialog instanceof Chooser chooser) {
            return chooser(model, chooser, key);
        }
        return dialog instanceof Line line ? line(model, line, key) : text(model, (Text) dialog, key);
    }

    /** The number of visible rows of a dialog. */
    static int rows(Model model) {
        return Math.max(1, model.size().rows() - 4);
    }

    private static Model chooser(Model model, Chooser chooser, Key key) {
        if (key.kind() == Key.Kind.ESCAPE || key.is('q')) {
            return model.withoutDialog();
        }
        if (key.is(' ') && chooser.many()) {
            return model.withDialog(chooser.toggled());
        }
        if (key.kind() == Key.Kind.ENTER || key.is(' ')) {
            return chosen(model.withoutDialog(), chooser);
        }
        if (chooser.purpose() == Purpose.GROUP_BY && isOfPrefix(key)) {
            return model.withDialog(chooser.renamed(prefixed(chooser.name(), key)));
        }
        return model.withDialog(chooser.moved(scrolled(key, chooser.selected(), rows(model))));
    }

    private static boolean isOfPrefix(Key key) {
        return key.is('/')
                || key.kind() == Key.Kind.BACKSPACE
                || (key.kind() == Key.Kind.CHARACTER && Character.isDigit(key.character()));
    }

    /** The name of a network with the prefix lengths that are being typed, for IPv4 and IPv6: {@code remote-net/16/48}. */
    private static String prefixed(String name, Key key) {
        int first = name.indexOf('/');
        int last = name.lastIndexOf('/');
        if (key.kind() == Key.Kind.BACKSPACE) {
            return first < 0 ? name : name.substring(0, name.length() - 1);
        }
        if (key.is('/')) {
            boolean fits = first < 0 ? name.endsWith(NETWORK) : first == last && !name.endsWith("/");
            return fits ? name + "/" : name;
        }
        boolean full = last < 0 || name.length() - last > DIGITS_MAX;
        return full ? name : name + Character.toString(key.character());
    }

    private static int scrolled(Key key, int at, int page) {
        return switch (key.kind()) {
            case UP -> at - 1;
            case DOWN -> at + 1;
            case PAGE_UP -> at - page;
            case PAGE_DOWN -> at + page;
            case HOME -> 0;
            case END -> Integer.MAX_VALUE;
            default -> key.is('k') ? at - 1 : key.is('j') ? at + 1 : at;
        };
    }

    private static Model chosen(Model model, Chooser chooser) {
        String selected = chooser.name();
        List<String> names = chooser.chosen().isEmpty() ? List.of(selected) : chooser.chosen();
        Question asked = model.question();
        return switch (chooser.purpose()) {
            case GROUP_BY -> grouped(model, chooser, names);
            case SORT ->
                model.tab() == Tab.SOCKETS
                        ? model.withQuestion(asked.rowsSortedBy(
                                selected.equals(ViewKeys.AS_THEY_COME) ? Optional.empty() : Optional.of(selected)))
                        : model.withQuestion(asked.sortedBy(selected));
            case COLUMNS ->
                model.tab() == Tab.SOCKETS
                        ? model.withQuestion(asked.withColumns(names))
                        : model.withHidden(CountColumn.hiddenBut(chooser.chosen()));
            case NUMBER ->
                ViewKeys.in(model, Tab.STATS)
                        .withQuestion(
                                asked.withNumber(SocketNumber.byWord(selected).orElseThrow()));
            case NAMESPACE -> model.asking(new Request.Enter(selected));
            case WARNING ->
                model.data().warnings().stream()
                        .filter(warning -> warning.about().equals(selected))
                        .findFirst()
                        .map(warning -> ViewKeys.warned(model, warning))
                        .orElse(model.withMessage("this warning is over"));
            default -> model;
        };
    }

    /** Where groups cannot be seen, choosing them goes to where they can. A wrong prefix length can be corrected. */
    private static Model grouped(Model model, Chooser chooser, List<String> names) {
        List<GroupKey> keys;
        try {
            keys = GroupKeys.of(names);
        } catch (IllegalArgumentException e) {
            return model.withDialog(chooser).withMessage(e.getMessage());
        }
        return (model.tab().isGrouped() ? model : ViewKeys.in(model, Tab.GROUPS))
                .withQuestion(model.question().withKeys(keys));
    }

    private static Model line(Model model, Line line, Key key) {
        return switch (key.kind()) {
            case ESCAPE -> abandoned(model, line);
            case ENTER -> entered(model, line);
            case CHARACTER -> edited(model, line.typed(Character.toString(key.character())));
            case BACKSPACE -> edited(model, line.without(line.before(), line.cursor()));
            case DELETE -> edited(model, line.without(line.cursor(), line.after()));
            case CLEAR_LINE -> edited(model, line.without(0, line.text().length()));
            case DELETE_WORD -> edited(model, line.without(wordBefore(line), line.cursor()));
            case LEFT -> model.withDialog(line.edited(line.text(), line.before()));
            case RIGHT -> model.withDialog(line.edited(line.text(), line.after()));
            case WORD_LEFT -> model.withDialog(line.edited(line.text(), wordBefore(line)));
            case WORD_RIGHT -> model.withDialog(line.edited(line.text(), wordAfter(line)));
            case DELETE_NEXT_WORD -> edited(model, line.without(line.cursor(), wordAfter(line)));
            case CLEAR_REST ->
                edited(model, line.without(line.cursor(), line.text().length()));
            case HOME -> model.withDialog(line.edited(line.text(), 0));
            case END -> model.withDialog(line.edited(line.text(), line.text().length()));
            default -> model;
        };
    }

    private static Model entered(Model model, Line line) {
        return switch (line.purpose()) {
            case FILTER -> filtered(model, line);
            case TIME -> PastKeys.went(model, line);
            default -> written(model, line);
        };
    }

    private static int wordBefore(Line line) {
        int at = line.cursor();
        while (at > 0 && line.text().charAt(at - 1) == ' ') {
            at--;
        }
        while (at > 0 && line.text().charAt(at - 1) != ' ') {
            at--;
        }
        return at;
    }

    private static int wordAfter(Line line) {
        int at = line.cursor();
        while (at < line.text().length() && line.text().charAt(at) == ' ') {
            at++;
        }
        while (at < line.text().length() && line.text().charAt(at) != ' ') {
            at++;
        }
        return at;
    }

    private static Model edited(Model model, Line line) {
        return switch (line.purpose()) {
            case FILTER -> model.withDialog(checked(model, line));
            // What was wrong with it may not be any more.
            case TIME -> model.withDialog(line.with(new TypedFilter(ParsedFilter.NONE)));
            default -> model.withDialog(line);
        };
    }

    private static Line checked(Model model, Line line) {
        return line.with(model.setup().filters().apply(line.text()));
    }

    private static Model abandoned(Model model, Line line) {
        return model.withoutDialog().withQuestion(line.place().question());
    }

    /** The filter holds, and Esc leads back to the one before. A faulty one is not left. */
    private static Model filtered(Model model, Line line) {
        if (line.fault().isPresent()) {
            return model;
        }
        Model closed = model.withoutDialog();
        if (line.filter().filter().equals(line.place().question().filter())) {
            return closed;
        }
        List<DrillLevel> places = new ArrayList<>(model.places());
        places.add(line.place());
        Question asked = model.question().withFilter(line.filter().filter());
        return closed.withPlaces(places).withQuestion(asked).withSelected(0).withTop(0);
    }

    private static Model written(Model model, Line line) {
        Model closed = model.withoutDialog();
        String name = line.text().strip();
        if (name.isEmpty()) {
            return closed;
        }
        try {
            return closed.asking(new Request.Write(model.tab(), Path.of(name)));
        } catch (InvalidPathException e) {
            return closed.withMessage("invalid file name: " + e.getReason());
        }
    }

    private static Model text(Model model, Text text, Key key) {
        boolean closes = key.kind() == Key.Kind.ESCAPE
                || key.kind() == Key.Kind.ENTER
                || key.is('q')
                || key.is('?')
                || key.is('e');
        int page = rows(model);
        return closes
                ? model.withoutDialog()
                : model.withDialog(text.scrolled(scrolled(key, text.top(), page), lastTop(text, model)));
    }

    /** The first line of the last page: long lines take several rows. */
    private static int lastTop(Text text, Model model) {
        int columns = Math.max(1, model.size().columns() - FRAME_COLUMNS);
        int left = rows(model);
        int top = text.lines().size();
        while (top > 0) {
            left -= DisplayWidth.wrapped(text.lines().get(top - 1), columns).size();
            if (left < 0) {
                break;
            }
            top--;
        }
        return top;
    }
}
