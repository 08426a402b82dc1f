/* Which tables are scoped and which unaudited, as the migrations say (port/db_migrate.h). */
#include "sqlpack.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

Table *table_called(const Pack *pack, const char *name)
{
    for (size_t i = 0; i < pack->table_count; i++)
        if (strcasecmp(pack->tables[i].name, name) == 0)
            return &pack->tables[i];
    return NULL;
}

bool table_scoped(const Table *table)
{
    return table->scope || table->owner;
}

/* One statement of a migration: its tokens up to `end`. */
typedef struct Piece {
    Pack *pack;
    const char *file;
    Tokens tokens;
    int line;
} Piece;

static void drop_table(Pack *pack, const char *name)
{
    Table *table = table_called(pack, name);
    if (table)
        *table = pack->tables[--pack->table_count];
}

static Table *add_table(Pack *pack, char *name)
{
    drop_table(pack, name);
    pack->tables = grow(pack->tables, &pack->table_count, sizeof *pack->tables);
    Table *table = &pack->tables[pack->table_count - 1];
    table->name = name;
    return table;
}

/* The column whose name stands at `i`, with its type behind it. */
static void read_column(Piece *piece, Table *table, size_t i)
{
    const Tokens *tokens = &piece->tokens;
    if (!token_names(tokens, i))
        return;
    bool id = token_is(tokens, i + 1, "{{scope_id}}");
    bool owner = token_is(tokens, i + 1, "{{owner}}");
    if (!id && !owner && !token_is(tokens, i + 1, "{{scope}}"))
        return;
    char **column = owner ? &table->owner : &table->scope;
    if (*column)
        complain(piece->pack, piece->file, tokens->at[i].line,
                 "table \"%s\" has a second column of this kind", table->name);
    *column = token_name(&tokens->at[i]);
    table->scope_id = table->scope_id || id;
}

/* Words of the scope that stand anywhere but behind a column's name, and what must not stand. */
static void check_words(Piece *piece)
{
    static const char *const words[] = {"{{scope}}", "{{scope_id}}", "{{owner}}"};
    const Tokens *tokens = &piece->tokens;
    for (size_t i = 0; i < tokens->count; i++) {
        size_t before = i ? i - 1 : 0;
        bool starts =
            before > 0 &&
            (token_is(tokens, before - 1, "(") || token_is(tokens, before - 1, ",") ||
             token_is(tokens, before - 1, "COLUMN") || token_is(tokens, before - 1, "ADD"));
        if (TOKEN_IN(tokens, i, words) && !(starts && token_names(tokens, before)))
            complain(piece->pack, piece->file, tokens->at[i].line,
                     "%.*s stands behind the name of a column", (int)tokens->at[i].len,
                     tokens->at[i].at);
        if (token_is(tokens, i, "CASCADE"))
            complain(piece->pack, piece->file, tokens->at[i].line,
                     "CASCADE would change rows that no statement names");
        if (token_is(tokens, i, "{{unaudited}}") && !token_is(tokens, before, "{{strict}}") &&
            !token_is(tokens, before, "{{strict_by_key}}"))
            complain(piece->pack, piece->file, tokens->at[i].line,
                     "{{unaudited}} stands behind {{strict}} or {{strict_by_key}}");
    }
}

static void create_table(Piece *piece, size_t i)
{
    const Tokens *tokens = &piece->tokens;
    if (token_is(tokens, i, "IF"))
        i += 3; /* IF NOT EXISTS */
    if (!token_names(tokens, i) || !token_is(tokens, i + 1, "(")) {
        complain(piece->pack, piece->file, piece->line,
                 "a table is made as CREATE TABLE name (columns)");
        return;
    }
    Table *table = add_table(piece->pack, token_name(&tokens->at[i]));
    size_t close = token_close(tokens, i + 1);
    int depth = tokens->at[i].depth + 1;
    for (size_t at = i + 1; at < close; at++)
        if (at == i + 1 || (tokens->at[at].depth == depth && token_is(tokens, at, ",")))
            read_column(piece, table, at + 1);
    for (size_t at = close; at < tokens->count; at++)
        table->unaudited = table->unaudited || token_is(tokens, at, "{{unaudited}}");
}

/* An index over other tables, kept by a statement of its own on each change of them. */
static void create_virtual(Piece *piece, size_t i)
{
    const Tokens *tokens = &piece->tokens;
    if (!token_names(tokens, i) || !token_is(tokens, i + 1, "USING")) {
        complain(piece->pack, piece->file, piece->line,
                 "a virtual table is made as CREATE VIRTUAL TABLE name USING fts5(...)");
        return;
    }
    add_table(piece->pack, token_name(&tokens->at[i]))->unaudited = true;
}

static void alter_table(Piece *piece, size_t i)
{
    const Tokens *tokens = &piece->tokens;
    Table *table =
        token_names(tokens, i) ? table_called(piece->pack, token_name(&tokens->at[i])) : NULL;
    if (!table)
        return;
    if (token_is(tokens, i + 1, "ADD")) {
        read_column(piece, table, i + (token_is(tokens, i + 2, "COLUMN") ? 3 : 2));
    } else if (token_is(tokens, i + 1, "RENAME") && token_is(tokens, i + 2, "TO") &&
               i + 3 < tokens->count) {
        Table renamed = *table;
        renamed.name = token_name(&tokens->at[i + 3]);
        drop_table(piece->pack, table->name);
        *add_table(piece->pack, renamed.name) = renamed;
    } else {
        for (size_t at = i + 1; at < tokens->count; at++) {
            char *name = token_name(&tokens->at[at]);
            if ((table->scope && strcasecmp(name, table->scope) == 0) ||
                (table->owner && strcasecmp(name, table->owner) == 0))
                complain(piece->pack, piece->file, tokens->at[at].line,
                         "\"%s\" tells whose the rows of \"%s\" are: it stays as it is", name,
                         table->name);
        }
    }
}

/* A view, trigger or function could read a scoped table under another name. */
static void read_piece(Piece *piece)
{
    const Tokens *tokens = &piece->tokens;
    check_words(piece);
    if (token_is(tokens, 0, "CREATE") && token_is(tokens, 1, "TABLE")) {
        create_table(piece, 2);
    } else if (token_is(tokens, 0, "CREATE") && token_is(tokens, 1, "VIRTUAL") &&
               token_is(tokens, 2, "TABLE")) {
        create_virtual(piece, 3);
    } else if (token_is(tokens, 0, "CREATE") && !token_is(tokens, 1, "INDEX") &&
               !(token_is(tokens, 1, "UNIQUE") && token_is(tokens, 2, "INDEX"))) {
        complain(piece->pack, piece->file, piece->line,
                 "a migration creates tables and indexes, nothing that could read a scoped table "
                 "under another name");
    } else if (token_is(tokens, 0, "DROP") && token_is(tokens, 1, "TABLE")) {
        size_t at = token_is(tokens, 2, "IF") ? 4 : 2;
        if (at < tokens->count)
            drop_table(piece->pack, token_name(&tokens->at[at]));
    } else if (token_is(tokens, 0, "ALTER") && token_is(tokens, 1, "TABLE")) {
        alter_table(piece, 2);
    }
}

void tables_read(Pack *pack)
{
    for (size_t i = 0; i < pack->migration_count; i++) {
        Tokens tokens = tokens_of(pack->migrations[i].text, 1);
        size_t start = 0;
        for (size_t at = 0; at <= tokens.count; at++) {
            if (at < tokens.count && !token_is(&tokens, at, ";"))
                continue;
            Piece piece = {.pack = pack,
                           .file = pack->migrations[i].file,
                           .tokens = {tokens.at + start, at - start},
                           .line = at > start ? tokens.at[start].line : 0};
            if (piece.tokens.count)
                read_piece(&piece);
            start = at + 1;
        }
    }
}
