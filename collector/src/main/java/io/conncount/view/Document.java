package io.conncount.view;

/** What formats that have a place for it say about an answer beside its rows, as members of a JSON object. */
public interface Document {
    /** The name of the member that holds the rows. */
    String rows();

    /** What was asked, of whom and when. */
    String head();

    /** How far the rows can be trusted; it is known once they have been written. */
    String rest();
}
