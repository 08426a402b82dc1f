-- What lists, search and exports of orders keep beside the orders.

-- The words of each order (engine/search), under its id.
-- @sqlite
CREATE VIRTUAL TABLE hotline_words USING fts5(words, content='', columnsize=0,
    tokenize="unicode61 remove_diacritics 0");
-- Words come by the thousand: they are gathered in 16 MiB, and eight parts are made one at a time (4 is
-- usual), which writes each word half as often and lets a search look into a few parts more.
-- @sqlite
INSERT INTO hotline_words (hotline_words, rank) VALUES ('hashsize', 16777216);
-- @sqlite
INSERT INTO hotline_words (hotline_words, rank) VALUES ('automerge', 8);
-- @postgresql
CREATE TABLE hotline_words (
    id {{int}} PRIMARY KEY,
    words TSVECTOR NOT NULL
) {{strict}} {{unaudited}};
-- @postgresql
CREATE INDEX hotline_words_words ON hotline_words USING GIN (words);

-- Up to which order the words are kept: those of later ones wait to be kept together.
CREATE TABLE hotline_words_kept (
    id {{int}} PRIMARY KEY CHECK (id = 1),
    order_id {{int}} NOT NULL
) {{strict}} {{unaudited}};
INSERT INTO hotline_words_kept (id, order_id) VALUES (1, 0);

-- Which orders changed last, for the index of the lists (order_index.h): of each order the number of
-- its last change; order 0 = all are to be read anew, -1 = there are new ones. Unaudited: it follows from the orders.
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

-- Exports that take long: asked for once, written in slices by the program's periodic work under the
-- scope of who asked. Unaudited: asking and fetching are noted, progress is the program's own.
CREATE TABLE hotline_export (
    id {{id}},
    account_id {{owner}} NOT NULL,
    name {{text}} NOT NULL,             -- of the file
    format {{text}} NOT NULL CHECK (format IN ('csv', 'xlsx')),
    columns {{text}} NOT NULL,          -- codes, with blanks between
    ids {{text}} NOT NULL,              -- orders in their order, a JSON array
    whole {{int}} NOT NULL CHECK (whole IN (0, 1)), -- the scope of who asked
    units {{text}} NOT NULL,
    asker {{text}} NOT NULL,            -- as he is called in the trail
    sees {{int}} NOT NULL,              -- what he sees unmasked
    state {{text}} NOT NULL CHECK (state IN ('waiting', 'done', 'failed', 'cancelled', 'gone')),
    done {{int}} NOT NULL,
    total {{int}} NOT NULL,
    made_at {{int}} NOT NULL,           -- Instant
    finished_at {{int}},
    failure {{text}} NOT NULL
) {{strict}} {{unaudited}};
CREATE INDEX hotline_export_state ON hotline_export (state, id);
