/*
 * search.h - finding texts by the words in them, Chinese ones too, alike on both databases.
 *
 * Chinese has no blanks between words, and most of its words have two characters. So a text is cut
 * into all pairs of neighbouring characters, Latin words and numbers into themselves:
 *
 *     路灯坏了，A座3号  →  路灯 灯坏 坏了 | a 座 3 号
 *
 * SQLite keeps the pairs in an FTS5 table without content (its own trigram tokenizer finds no word
 * of two characters), PostgreSQL in a tsvector with a GIN index. Each domain has a table of its
 * own, so that the words of one are not searched through for another:
 *
 *     -- @sqlite
 *     CREATE VIRTUAL TABLE note_words USING fts5(words, content='',
 *         tokenize="unicode61 remove_diacritics 0");
 *     -- @postgresql
 *     CREATE TABLE note_words (id {{int}} PRIMARY KEY, words TSVECTOR NOT NULL)
 *         {{strict}} {{unaudited}};
 *     -- @postgresql
 *     CREATE INDEX note_words_words ON note_words USING GIN (words);
 *
 *     -- name: note_words_put :run
 *     INSERT INTO note_words (rowid, words) VALUES (:id, :words);
 *     -- name: note_words_put :run @postgresql
 *     INSERT INTO note_words (id, words) VALUES (:id, CAST(:words AS tsvector));
 *     -- name: note_words_drop :run
 *     INSERT INTO note_words (note_words, rowid, words) VALUES ('delete', :id, :words);
 *     -- name: note_words_found :all
 *     SELECT rowid AS id FROM note_words WHERE note_words MATCH :match;
 *     -- name: note_words_found :all @postgresql
 *     SELECT id FROM note_words WHERE words @@ CAST(:match AS tsquery);
 *
 * FTS5 must be told the very words that it forgets: search_words of the text as it was. What is
 * found is ids alone; they are shown only joined with the scoped table of their records.
 */
#ifndef TONGBAN_SEARCH_SEARCH_H
#define TONGBAN_SEARCH_SEARCH_H

#include "base/shape.h"
#include "port/db.h"

#define SEARCH_RUNES_MAX 64   /* of what a person types */
#define SEARCH_PHRASES_MAX 8  /* words in it */
#define SEARCH_TOKEN_BYTES 64 /* longer Latin words count up to here */

/* The words of a text as ctx->db keeps them; empty when there are none. */
must_use bool search_words(Ctx *ctx, Str text, Str *ret);

typedef struct SearchQuery {
    Str match;        /* for the database in use; nothing the person typed can escape from it */
    TextList phrases; /* folded, as highlighted */
} SearchQuery;
/* All words, blanks and punctuation between them, must be there, each as typed; the last letters of
 * a Latin word or number may be missing. FAIL_INVALID, with the way out, for nothing, for a word
 * of one character and for too many. */
must_use bool search_query(Ctx *ctx, Str typed, SearchQuery *ret);

/* Whether the text would be found: for texts whose words are not kept yet. The same answer as the
 * database gives. */
bool search_matches(const SearchQuery *query, Str text);

/* A text in pieces, those that were searched for marked. */
typedef struct SearchPiece {
    Str text;
    bool hit;
} SearchPiece;
LIST_OF(SearchPiece, SearchPieceList);
extern const Shape search_piece_shape;
/* At most `runes` characters around the first hit, 「…」 where something was left out. No piece is
 * marked when nothing was found. */
SearchPieceList search_highlight(Arena *arena, const SearchQuery *query, Str text, size_t runes);

#endif
