package io.conncount.tui.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.snapshot.Ranking.Order;
import io.conncount.tui.Scenes;
import io.conncount.tui.model.Dialog.Chooser;
import io.conncount.tui.model.Dialog.Line;
import io.conncount.tui.model.Dialog.Text;
import io.conncount.tui.model.Event.Topic;
import io.conncount.tui.model.Model.Request;
import io.conncount.tui.model.Model.Size;
import io.conncount.view.DisplayWidth;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What keys do to the model. */
class KeysTest {
    private static final Size SIZE = new Size(80, 24);

    private static Model overview() {
        return Scenes.busy(SIZE, "local-port");
    }

    private static Model groups() {
        return Scenes.typed(overview(), "2");
    }

    @Test
    void enterOnRowFiltersAndEscapeReturns() {
        Model there = Scenes.pressed(groups(), Key.Kind.DOWN, Key.Kind.ENTER);
        assertEquals("sport = :1001", there.question().filter().text());
        assertEquals(List.of("remote-net"), there.question().keyNames());
        assertEquals(Optional.empty(), there.groups().snapshot());
        Model back = Scenes.pressed(there, Key.Kind.ESCAPE);
        assertEquals(groups().question(), back.question());
        assertEquals(Tab.GROUPS, back.tab());
    }

    @Test
    void sortingMovesToTheColumnBeside() {
        Model model = Scenes.typed(Scenes.busy(SIZE, "remote-net", "state"), "2");
        assertEquals("state", Scenes.typed(model, "<").question().sort());
        assertEquals("remote-net", Scenes.typed(model, ">").question().sort());
        assertEquals(Question.COUNT, Scenes.typed(model, "><").question().sort());
        Model sockets = Scenes.typed(model, "4");
        String first = sockets.question().columns().get(0);
        assertEquals(Optional.of(first), Scenes.typed(sockets, ">").question().rowSort());
        assertEquals(
                "the order of this view is fixed; groups and sockets can be sorted",
                Scenes.typed(model, "3<").message());
    }

    @Test
    void escapeReturnsToTheRowOnceItIsThereAgain() {
        Model there = Scenes.pressed(groups(), Key.Kind.DOWN, Key.Kind.DOWN, Key.Kind.ENTER, Key.Kind.ESCAPE);
        assertEquals(2, Scenes.second(there, 2, "local-port").selected());
    }

    @Test
    void drillingGoesFromNetworksToAddressesToStatesToSockets() {
        Model model = groups();
        for (String key : new String[] {"remote-net", "remote-address", "state"}) {
            model = Scenes.pressed(model, Key.Kind.ENTER);
            assertEquals(List.of(key), model.question().keyNames());
            model = Scenes.second(model, 2, key);
        }
        model = Scenes.pressed(model, Key.Kind.ENTER);
        assertEquals(Tab.SOCKETS, model.tab());
        assertEquals(
                "sport = :1000 and dst 10.1.0.0/24 and family = ipv4 and dst 10.1.0.1 and state established",
                model.question().filter().text());
        model = Scenes.pressed(Scenes.second(model, 2, "state"), Key.Kind.ENTER);
        assertEquals(Tab.SOCKET, model.tab());
        model = Scenes.pressed(Scenes.second(model, 3, "state"), Key.Kind.ENTER);
        assertEquals("no further drill-down; Esc goes back", model.message());
        for (int i = 0; i < 5; i++) {
            model = Scenes.pressed(model, Key.Kind.ESCAPE);
        }
        assertEquals(groups().question(), model.question());
    }

    @Test
    void stateInTheOverviewFiltersWhatItIsGroupedBy() {
        Model model = Scenes.pressed(overview(), Key.Kind.ENTER);
        assertEquals(Tab.GROUPS, model.tab());
        assertEquals("state established", model.question().filter().text());
        assertEquals(List.of("local-port"), model.question().keyNames());
    }

    @Test
    void cursorGoesFromStatesOnToGroups() {
        Model model = overview();
        int states = Layout.of(model).states().size();
        for (int i = 0; i < states; i++) {
            model = Scenes.typed(model, "j");
        }
        assertEquals(
                "sport = :1000",
                Scenes.pressed(model, Key.Kind.ENTER).question().filter().text());
        assertEquals(
                "state listen",
                Scenes.pressed(Scenes.typed(model, "k"), Key.Kind.ENTER)
                        .question()
                        .filter()
                        .text());
    }

    @Test
    void listenersFilterByTheirAddressAndPort() {
        Model listeners = Scenes.typed(overview(), "3");
        assertEquals(
                "family = ipv4 and sport = :443",
                Scenes.pressed(listeners, Key.Kind.ENTER).question().filter().text());
        assertEquals(
                "family = ipv6 and src [2001:db8::1] and sport = :8443",
                Scenes.pressed(listeners, Key.Kind.DOWN, Key.Kind.ENTER)
                        .question()
                        .filter()
                        .text());
    }

    @Test
    void directionBecomesAFilter() {
        Model model = Scenes.typed(Scenes.busy(SIZE, "direction"), "2");
        assertEquals(
                "(family = ipv4 or family = ipv6) and not dport = :0",
                Scenes.pressed(model, Key.Kind.ENTER).question().filter().text());
    }

    @Test
    void filterIsCheckedAsItIsTyped() {
        Model model = Scenes.typed(groups(), "/sport = :443 and stat");
        Line line = assertInstanceOf(Line.class, model.dialog().orElseThrow());
        assertEquals(17, line.fault().orElseThrow().position());
        assertEquals(Optional.empty(), line(Scenes.typed(model, "e listen")).fault());
        Model kept = Scenes.pressed(model, Key.Kind.ENTER);
        assertTrue(kept.dialog().isPresent());
    }

    @Test
    void filterIsTriedWhenTheTypingRestsAndDroppedByEscape() {
        Model model = ticked(ticked(Scenes.typed(groups(), "/sport = :443")));
        assertEquals("sport = :443", model.question().filter().text());
        Model dropped = Scenes.pressed(model, Key.Kind.ESCAPE);
        assertEquals("", dropped.question().filter().text());
        assertEquals(Optional.empty(), dropped.dialog());
    }

    @Test
    void filterHoldsAfterEnterAndEscapeLeadsBack() {
        Model model = Scenes.pressed(Scenes.typed(groups(), "/sport = :443"), Key.Kind.ENTER);
        assertEquals("sport = :443", model.question().filter().text());
        assertEquals(
                "", Scenes.pressed(model, Key.Kind.ESCAPE).question().filter().text());
    }

    @Test
    void lineIsEditedAsInAShell() {
        Model model = Scenes.typed(groups(), "/sport = :44");
        model = Scenes.pressed(model, Key.Kind.HOME, Key.Kind.DELETE);
        assertEquals("port = :44", line(model).text());
        model = Scenes.pressed(Scenes.typed(model, "d"), Key.Kind.END, Key.Kind.BACKSPACE);
        assertEquals("dport = :4", line(model).text());
        model = Scenes.pressed(model, Key.Kind.DELETE_WORD);
        assertEquals("dport = ", line(model).text());
        model = Scenes.pressed(Scenes.typed(Scenes.pressed(model, Key.Kind.LEFT, Key.Kind.LEFT), "!"), Key.Kind.RIGHT);
        assertEquals("dport != ", line(model).text());
        assertEquals(
                "",
                line(Scenes.pressed(model, Key.Kind.END, Key.Kind.CLEAR_LINE)).text());
    }

    @Test
    void groupingIsChosenInTheOrderOfTheMarks() {
        Model model = Scenes.typed(groups(), "g");
        model = Scenes.pressed(model, Key.Kind.HOME);
        model = Scenes.typed(model, "jjjjj k k ");
        assertEquals(
                List.of("remote-port", "local-port", "family"), chooser(model).chosen());
        assertEquals(
                List.of("remote-port", "local-port", "family"),
                Scenes.pressed(model, Key.Kind.ENTER).question().keyNames());
        assertEquals(groups().question(), Scenes.pressed(model, Key.Kind.ESCAPE).question());
    }

    @Test
    void groupingWithoutMarksIsByTheRowOfTheCursor() {
        Model model = Scenes.pressed(Scenes.typed(groups(), "g"), Key.Kind.HOME, Key.Kind.ENTER);
        assertEquals(List.of("state"), model.question().keyNames());
        assertTrue(model.groups().snapshot().isPresent(), "states are counted anyway");
    }

    @Test
    void sameSortAgainTurnsItRound() {
        Model model = Scenes.pressed(Scenes.typed(groups(), "sj"), Key.Kind.ENTER);
        assertEquals(new Order(0, false), model.question().order());
        // The cursor is on what rows are sorted by.
        model = Scenes.pressed(Scenes.typed(model, "s"), Key.Kind.ENTER);
        assertEquals(new Order(0, true), model.question().order());
        assertEquals("1599", model.groups().groups().get(0).value(0));
        model = Scenes.pressed(Scenes.typed(model, "s"), Key.Kind.HOME, Key.Kind.ENTER);
        assertEquals(Order.LARGEST_FIRST, model.question().order());
    }

    @Test
    void socketsAreSortedByTheirColumns() {
        Model model = Scenes.pressed(Scenes.typed(overview(), "4sjj"), Key.Kind.ENTER);
        assertEquals(Optional.of("recvq"), model.question().rowSort());
        assertEquals(Optional.empty(), model.table().last());
        model = Scenes.pressed(Scenes.typed(model, "s"), Key.Kind.HOME, Key.Kind.ENTER);
        assertEquals(Optional.empty(), model.question().rowSort());
    }

    @Test
    void columnsOfCountsAreHiddenAndThoseOfSocketsChosen() {
        Model model = Scenes.pressed(Scenes.typed(groups(), "c "), Key.Kind.ENTER);
        assertEquals(Set.of("share"), model.hidden());
        model = Scenes.pressed(Scenes.typed(overview(), "4c j "), Key.Kind.ENTER);
        assertEquals(
                List.of("sendq", "local_address", "local_port", "remote_address", "remote_port"),
                model.question().columns());
    }

    @Test
    void pauseKeepsTheNumbersUntilItGoesOn() {
        Model paused = Scenes.typed(groups(), " ");
        assertTrue(paused.paused());
        assertEquals(paused.data(), Scenes.second(paused, 2, "local-port").data());
        Model on = Scenes.second(Scenes.typed(paused, " "), 2, "local-port");
        assertFalse(on.data().equals(paused.data()));
    }

    @Test
    void intervalIsChangedInSteps() {
        assertEquals(Duration.ofSeconds(2), Scenes.typed(groups(), "+").interval());
        assertEquals(Duration.ofMillis(500), Scenes.typed(groups(), "---").interval());
        assertEquals(Duration.ofSeconds(60), Scenes.typed(groups(), "+++++++++").interval());
        assertEquals(
                "sampling every 0.5 s, or longer if over budget",
                Scenes.typed(groups(), "-").message());
        assertEquals(
                "a recording does not change",
                Scenes.typed(Scenes.recorded(SIZE, "user"), "+").message());
    }

    @Test
    void viewsAreChosenByNumbersArrowsAndTabs() {
        assertEquals(Tab.SOCKETS, Scenes.typed(overview(), "4").tab());
        assertEquals(Tab.STATS, Scenes.pressed(overview(), Key.Kind.LEFT).tab());
        assertEquals(Tab.GROUPS, Scenes.pressed(overview(), Key.Kind.TAB).tab());
        assertEquals(
                Tab.OVERVIEW, Scenes.typed(Scenes.typed(overview(), "l"), "h").tab());
    }

    @Test
    void cursorStaysWithinTheRowsAndIsAlwaysSeen() {
        Model end = Scenes.pressed(groups(), Key.Kind.END);
        assertEquals(Counted.ROWS_MAX - 1, end.selected());
        assertEquals(Counted.ROWS_MAX - Layout.of(end).groupRows(), end.top());
        Model up = Scenes.pressed(end, Key.Kind.PAGE_UP, Key.Kind.HOME, Key.Kind.UP);
        assertEquals(0, up.selected());
        assertEquals(0, up.top());
        Model small = Update.after(end, new Event.Resized(new Size(40, 10)));
        assertEquals(end.selected(), small.selected());
        assertEquals(Counted.ROWS_MAX - Layout.of(small).groupRows(), small.top());
    }

    @Test
    void cursorFollowsItsRowWhenTheOrderChanges() {
        Model model = Scenes.typed(groups(), "jjj");
        Model sorted = Scenes.pressed(Scenes.typed(model, "sj"), Key.Kind.ENTER);
        Object row = model.rows().identity(3);
        Model next = Scenes.second(sorted.withSelected(3), 2, "local-port");
        assertEquals(row, next.rows().identity(next.selected()));
    }

    @Test
    void clickSelectsAndTheSecondOneDrills() {
        int row = Layout.of(groups()).listTop(Tab.GROUPS) + 2 + 4;
        Model clicked = Update.after(groups(), new Event.Clicked(3, row));
        assertEquals(4, clicked.selected());
        assertEquals(
                "sport = :1004",
                Update.after(clicked, new Event.Clicked(3, row))
                        .question()
                        .filter()
                        .text());
        Model tab =
                Update.after(groups(), new Event.Clicked(25, Layout.of(groups()).headerRows()));
        assertEquals(Tab.LISTENERS, tab.tab());
        assertEquals(4, Update.after(clicked, new Event.Clicked(3, 23)).selected());
    }

    @Test
    void wheelScrolls() {
        assertEquals(3, Update.after(groups(), new Event.Wheeled(3)).selected());
        assertEquals(0, Update.after(groups(), new Event.Wheeled(-3)).selected());
    }

    @Test
    void textsAreReadAndClosed() {
        Model help = Scenes.typed(Update.after(groups(), new Event.Resized(new Size(40, 10))), "?");
        assertInstanceOf(Text.class, help.dialog().orElseThrow());
        Model end = Scenes.pressed(help, Key.Kind.END, Key.Kind.PAGE_UP, Key.Kind.PAGE_DOWN);
        Text text = (Text) end.dialog().orElseThrow();
        // At 40 columns, most lines take two rows.
        assertTrue(text.top() > text.lines().size() - DialogKeys.rows(end));
        assertTrue(text.top() < text.lines().size() - 1);
        assertEquals(Optional.empty(), Scenes.typed(help, "q").dialog());
        assertEquals(
                Optional.empty(), Scenes.typed(Scenes.typed(groups(), "e"), "e").dialog());
    }

    @Test
    void writingAsksForANameAndOnlyThenIsRequested() {
        Model asked = Scenes.typed(groups(), "w");
        assertEquals(Optional.empty(), asked.request());
        Model typed = Scenes.typed(Scenes.pressed(asked, Key.Kind.CLEAR_LINE), "a.csv");
        assertEquals(
                Optional.of(new Request.Write(Tab.GROUPS, Path.of("a.csv"))),
                Scenes.pressed(typed, Key.Kind.ENTER).request());
        assertEquals(
                Optional.empty(),
                Scenes.pressed(asked, Key.Kind.CLEAR_LINE, Key.Kind.ENTER).request());
    }

    @Test
    void quittingIsRequestedAndEscapeAtTheTopIsNot() {
        assertEquals(
                Optional.of(new Request.Quit()), Scenes.typed(groups(), "q").request());
        assertEquals(Optional.empty(), Scenes.pressed(groups(), Key.Kind.ESCAPE).request());
        assertEquals("q quits", Scenes.pressed(groups(), Key.Kind.ESCAPE).message());
    }

    @Test
    void messageStaysUntilTheNextKey() {
        Model told = Update.after(groups(), new Event.Told("written to a.csv"));
        assertEquals("written to a.csv", told.message());
        assertEquals("", Scenes.typed(told, "j").message());
    }

    private static Model ticked(Model model) {
        return Update.after(model, new Event.Ticked(Scenes.TIME, 0));
    }

    private static Line line(Model model) {
        return assertInstanceOf(Line.class, model.dialog().orElseThrow());
    }

    private static Chooser chooser(Model model) {
        return assertInstanceOf(Chooser.class, model.dialog().orElseThrow());
    }

    @Test
    void wordKeysMoveAndDeleteAndNeverLoseTheLine() {
        Model model = Scenes.typed(groups(), "/sport = :443");
        model = Scenes.pressed(model, Key.Kind.WORD_LEFT, Key.Kind.WORD_LEFT);
        assertEquals(6, ((Line) model.dialog().orElseThrow()).cursor());
        model = Scenes.pressed(model, Key.Kind.WORD_RIGHT);
        assertEquals(7, ((Line) model.dialog().orElseThrow()).cursor());
        model = Scenes.pressed(model, Key.Kind.DELETE_NEXT_WORD);
        assertEquals("sport =", ((Line) model.dialog().orElseThrow()).text());
        model = Scenes.pressed(model, Key.Kind.HOME, Key.Kind.CLEAR_REST);
        assertEquals("", ((Line) model.dialog().orElseThrow()).text());
    }

    @Test
    void charactersOfTwoCharsAreEditedWhole() {
        Model model = Scenes.typed(groups(), "/ab");
        model = Update.after(model, new Event.Typed(Key.of(0x1f4a3)));
        assertEquals(
                "a",
                line(Scenes.pressed(model, Key.Kind.BACKSPACE, Key.Kind.BACKSPACE))
                        .text());
        model = Scenes.pressed(model, Key.Kind.LEFT);
        assertEquals(2, line(model).cursor());
        assertEquals("ab", line(Scenes.pressed(model, Key.Kind.DELETE)).text());
    }

    /** Whatever the width, End shows the last line, and no line further. */
    @Test
    void lastLineOfATextCanBeReachedOnEveryScreen() {
        for (int columns = 40; columns <= 120; columns++) {
            Model help = Scenes.typed(Update.after(groups(), new Event.Resized(new Size(columns, 10))), "?");
            Text text = (Text) Scenes.pressed(help, Key.Kind.END).dialog().orElseThrow();
            int room = columns - 4;
            int rows = text.lines().subList(text.top(), text.lines().size()).stream()
                    .mapToInt(line -> DisplayWidth.wrapped(line, room).size())
                    .sum();
            int more =
                    DisplayWidth.wrapped(text.lines().get(text.top() - 1), room).size();
            assertTrue(rows <= DialogKeys.rows(help), columns + " columns");
            assertTrue(rows + more > DialogKeys.rows(help), columns + " columns");
        }
    }

    @Test
    void whilePausedOnlyWhatIsMissingIsTaken() {
        Model paused = Scenes.typed(Scenes.busy(new Size(80, 24), "local-port"), " ");
        Model later = Scenes.second(paused, 5, "local-port");
        assertEquals(paused.data().count(Topic.STATES), later.data().count(Topic.STATES));
        Model drilled = Scenes.pressed(Scenes.typed(paused, "2"), Key.Kind.ENTER);
        assertTrue(drilled.groups().ranking().isEmpty());
        Model answered = Scenes.second(drilled, 6, drilled.question().keyNames().get(0));
        assertTrue(answered.groups().ranking().isPresent());
    }
}
