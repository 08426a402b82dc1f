/*
 * sqlpack.h - what the parts of the tool share: what was read, and how SQL is taken apart.
 *
 * sqlpack.c reads the files and complains, sqlpack_text.c cuts SQL into pieces, sqlpack_table.c
 * learns from the migrations which tables are scoped and which unaudited, sqlpack_place.c finds
 * the tables that a statement names, sqlpack_scope.c writes its text for a narrowed scope, and
 * sqlpack_write.c writes the C files.
 */
#ifndef TONGBAN_TOOLS_SQLPACK_H
#define TONGBAN_TOOLS_SQLPACK_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define BINDS_MAX 128 /* of port/db_backend.h; half of it by name */
#define NAME_MAX_LEN 50
#define DEPTH_MAX 64 /* brackets within brackets */

/* Binds of a narrowed statement; a module may not use them. */
#define BIND_UNITS "scope_units"
#define BIND_PERSON "scope_person"

enum { SQLITE, POSTGRESQL, DIALECTS };
extern const char *const dialect_names[DIALECTS];

typedef struct Binds {
    char *names[BINDS_MAX]; /* in the order of their first use */
    int count;
} Binds;

/* One text of a statement: the one for both dialects, or the override of one. */
typedef struct Text {
    char *sql; /* without comments and the final semicolon; NULL = none. {{table}} becomes its name
                  when the tables are looked for */
    const char *file;
    int line;     /* of its "-- name:" */
    int sql_line; /* of its first word */
    Binds binds;
    char *scoped[DIALECTS]; /* for a narrowed scope; NULL = the same */
    char *tables;           /* the scoped ones it names, sorted, comma behind each */
    bool only_whole, inserts, changes, notes;
} Text;

typedef struct Statement {
    char *name;
    const char *kind;
    const char *file; /* of the first text */
    int line;
    Text both;
    Text only[DIALECTS];
} Statement;

typedef struct Migration {
    const char *file;
    char *module;
    char *name;
    int number;
    char *text;
} Migration;

/* What the migrations say of a table. */
typedef struct Table {
    char *name;
    char *scope; /* the column of the unit, of the person; NULL = none */
    char *owner;
    bool scope_id; /* the column of the unit is the table's own id */
    bool unaudited;
} Table;

typedef struct Pack {
    const char *root;
    Statement *statements;
    size_t statement_count;
    Migration *migrations;
    size_t migration_count;
    Table *tables;
    size_t table_count;
    int errors;
} Pack;

/* ---- sqlpack_text.c: memory, complaints, pieces of SQL ---- */

/* `memory`, or the end of the program when there is none. All of it lives until the end, where a
 * leak checker finds it still in use. */
void *keep(void *memory);
char *keep_text(const char *at, size_t len);
/* A growing array, enlarged by one zeroed element. */
void *grow(void *at, size_t *count, size_t size);

__attribute__((format(printf, 4, 5))) void complain(Pack *pack, const char *file, int line,
                                                    const char *format, ...);

/* A text being put together. */
typedef struct Out {
    char *at;
    size_t len, cap;
} Out;
void out_add(Out *out, const char *at, size_t len);
__attribute__((format(printf, 2, 3))) void out_format(Out *out, const char *format, ...);
/* The text, ended by NUL; "" when nothing was added. */
char *out_text(Out *out);

bool is_word(char c);
bool good_name(const char *name);
size_t comment_length(const char *at);
/* Length of the piece of SQL at `at` that is read as a whole: a quoted text, a cast's "::", a bind,
 * {{table}}, a word (digits included, so that nothing inside is taken for a bind), or one byte; 0
 * for a quote that does not end. */
size_t piece_length(const char *at);
bool is_bind(const char *piece, size_t len);
bool is_table(const char *piece, size_t len);
int bind_index(const Binds *binds, const char *name, size_t len);
/* False when there are too many. */
bool bind_note(Binds *binds, const char *name, size_t len);

typedef enum TokenKind { WORD, QUOTED, STRING, BIND, TABLE, SIGN } TokenKind;
/* A piece that is not blank. */
typedef struct Token {
    TokenKind kind;
    const char *at;
    size_t len;
    int line;
    int depth;  /* of brackets; a bracket itself has the depth outside of it */
    bool place; /* a table is expected here */
} Token;

typedef struct Tokens {
    Token *at;
    size_t count;
} Tokens;

/* Comments are left out. */
Tokens tokens_of(const char *sql, int line);
/* Is token `i` this word or sign, in any case? False beyond the end. */
bool token_is(const Tokens *tokens, size_t i, const char *text);
bool token_in(const Tokens *tokens, size_t i, const char *const *texts, size_t count);
#define TOKEN_IN(tokens, i, texts) token_in(tokens, i, texts, sizeof(texts) / sizeof *(texts))
/* A word or quoted name. */
bool token_names(const Tokens *tokens, size_t i);
/* The name that a word, "name", 'name' or {{name}} stands for. */
char *token_name(const Token *token);
/* The bracket that closes the one at `i`, or the end. */
size_t token_close(const Tokens *tokens, size_t i);

/* ---- sqlpack_table.c ---- */

/* Learns the tables from all migrations, which are in order. */
void tables_read(Pack *pack);
Table *table_called(const Pack *pack, const char *name);
bool table_scoped(const Table *table);

/* ---- sqlpack_place.c ---- */

/* Tells where tables are expected, and complains about a scoped one named plainly, a {{table}} that
 * is none or stands elsewhere, and what hides names from us. False after a complaint. */
bool places_check(Pack *pack, const Text *text, Tokens *tokens);
/* Is the name at `i` the table that is inserted into, updated or deleted from? */
typedef enum Target { TARGET_NONE, TARGET_INSERT, TARGET_UPDATE, TARGET_DELETE } Target;
Target place_target(const Tokens *tokens, size_t i);

/* ---- sqlpack_scope.c ---- */

/* Sets what port/db.h says of a statement: its scoped text and its marks. */
void scope_statement(Pack *pack, Statement *statement);

/* ---- sqlpack_write.c ---- */

/* The text of a statement for a dialect. */
const Text *text_for(const Statement *statement, int dialect);
void write_tables(FILE *out, const Pack *pack);
void write_ids(FILE *out, const Pack *pack);

#endif
