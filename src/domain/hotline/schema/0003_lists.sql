-- What lists, search and exports of orders keep beside the orders.

-- The words of each order (engine/search), under its id.
-- @sqlite
CREATE VIRTUAL TABLE hotline_words USING fts5(words, content='', columnsize=0,
    tokenize="unicode61 remove_diacritics 0");
-- @postgresql
CREATE TABLE hotline_words (
    id {{int}} PRIMARY KEY,
    words TSVECTOR NOT NULL
) {{strict}} {{unaudited}};
-- @postgresql
CREATE INDEX hotline_words_words ON hotline_words USING GIN (words);

-- Which orders changed last, for the index of the lists (order_index.h): of each order the number of
-- its last change; order 0 = all are to be read anew. Unaudited: it follows from the orders.
CREATE TABLE hotline_change (
    order_id {{int}} PRIMARY KEY,
    change {{int}} NOT NULL
) {{strict}} {{unaudited}};
CREATE INDEX hotline_change_change ON hotline_change (change);

-- How one person wants to see the columns of the list. Unaudited: it changes no order.
CREATE TABLE hotline_columns (
    account_id {{int}} PRIMARY KEY,
    settings {{text}} NOT NULL          -- JSON
) {{strict}} {{unaudited}};
