/*
 * sqlpack - puts the named statements and the migrations of the modules into the program.
 *
 *     sqlpack ROOT OUT.c OUT_IDS.h FILE...
 *
 * ROOT/src/domain/MODULE/ANY.sql holds named statements:
 *
 *     -- name: unit_by_name :one              (:one :all :run :number; @postgresql or @sqlite
 *     -- What it is for.                       behind it overrides the text of one dialect)
 *     SELECT id FROM {{unit}} WHERE name = :name;
 *
 * ROOT/src/domain/MODULE/schema/NNNN_what.sql is a migration, numbered from 0001 without gaps.
 *
 * OUT_IDS.h gets the enum SqlId, OUT.c the tables of port/db.h. Comments are dropped; for
 * PostgreSQL :name becomes $n, outside of strings, quoted names and casts (a::text). Tables that
 * the migrations call scoped are written {{unit}} (port/db.h). What is
 * wrong is told as FILE:LINE on stderr, all of it at once, and ends with exit code 1.
 */
#include "sqlpack.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define FILE_BYTES_MAX ((size_t)1024 * 1024)

const char *const dialect_names[DIALECTS] = {"sqlite", "postgresql"};
static const char *const kinds[] = {"one", "all", "run", "number"};

/* A place in a file being read. */
typedef struct Reader {
    Pack *pack;
    const char *file;
    const char *at;
    int line;
} Reader;

static char *read_file(const char *path)
{
    FILE *in = fopen(path, "rb");
    char *text = keep(malloc(FILE_BYTES_MAX + 1));
    size_t len = in ? fread(text, 1, FILE_BYTES_MAX + 1, in) : 0;
    if (!in || ferror(in) || len > FILE_BYTES_MAX) {
        fprintf(stderr, "%s:1: cannot be read, or is larger than %zu bytes\n", path,
                FILE_BYTES_MAX);
        exit(1);
    }
    fclose(in);
    text[len] = 0;
    if (strlen(text) != len) {
        fprintf(stderr, "%s:1: holds a NUL byte\n", path);
        exit(1);
    }
    return text;
}

/* ---- reading statements ------------------------------------------------------------------ */

static Statement *statement_called(Pack *pack, const char *name)
{
    for (size_t i = 0; i < pack->statement_count; i++)
        if (strcmp(pack->statements[i].name, name) == 0)
            return &pack->statements[i];
    return NULL;
}

/* What a "-- name:" line declares. */
typedef struct Head {
    char name[NAME_MAX_LEN + 1];
    char kind[16];
    char dialect[16];
} Head;

static const char *known_kind(const char *kind)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i], kind) == 0)
            return kinds[i];
    return NULL;
}

static bool read_head(Reader *reader, const char *line, Head *head)
{
    *head = (Head){0};
    char rest[8];
    int found =
        sscanf(line, "-- name: %50s :%15s @%15s %7s", head->name, head->kind, head->dialect, rest);
    Pack *pack = reader->pack;
    if (found < 2 || found > 3)
        complain(pack, reader->file, reader->line,
                 "expected \"-- name: NAME :one|:all|:run|:number [@postgresql|@sqlite]\"");
    else if (!good_name(head->name))
        complain(pack, reader->file, reader->line,
                 "name \"%s\" must be lower case letters, digits and _", head->name);
    else if (!known_kind(head->kind))
        complain(pack, reader->file, reader->line, "unknown kind \":%s\" (one, all, run or number)",
                 head->kind);
    else if (found == 3 && strcmp(head->dialect, dialect_names[SQLITE]) != 0 &&
             strcmp(head->dialect, dialect_names[POSTGRESQL]) != 0)
        complain(pack, reader->file, reader->line, "unknown dialect \"@%s\"", head->dialect);
    else
        return true;
    return false;
}

/* The place where this text belongs, or NULL after a complaint. */
static Text *place_for(Reader *reader, const Head *head)
{
    Pack *pack = reader->pack;
    Statement *statement = statement_called(pack, head->name);
    if (!statement) {
        pack->statements = grow(pack->statements, &pack->statement_count, sizeof *statement);
        statement = &pack->statements[pack->statement_count - 1];
        statement->name = keep(strdup(head->name));
        statement->kind = known_kind(head->kind);
        statement->file = reader->file;
        statement->line = reader->line;
    }
    Text *text = &statement->both;
    for (int i = 0; i < DIALECTS; i++)
        if (strcmp(head->dialect, dialect_names[i]) == 0)
            text = &statement->only[i];
    if (text->file) {
        complain(pack, reader->file, reader->line, "\"%s\" is already defined at %s:%d", head->name,
                 text->file, text->line);
        return NULL;
    }
    if (strcmp(statement->kind, head->kind) != 0)
        complain(pack, reader->file, reader->line, "\"%s\" is :%s at %s:%d", head->name,
                 statement->kind, statement->file, statement->line);
    text->file = reader->file;
    text->line = reader->line;
    return text;
}

static void note_bind(Reader *reader, Text *text, const char *name, size_t len)
{
    bool reserved = (len == strlen(BIND_UNITS) && memcmp(name, BIND_UNITS, len) == 0) ||
                    (len == strlen(BIND_PERSON) && memcmp(name, BIND_PERSON, len) == 0);
    if (reserved)
        complain(reader->pack, reader->file, reader->line,
                 ":%.*s is reserved for the scope: write {{table}}", (int)len, name);
    else if (!bind_note(&text->binds, name, len))
        complain(reader->pack, reader->file, reader->line, "more than %d binds", BINDS_MAX / 2);
}

static void count_lines(Reader *reader, size_t len)
{
    for (size_t i = 0; i < len; i++)
        reader->line += reader->at[i] == '\n';
    reader->at += len;
}

/* Takes the SQL up to its semicolon; false when there is none before the end or the next name. */
static bool read_sql(Reader *reader, Text *text)
{
    Out out = {0};
    text->sql_line = reader->line;
    while (*reader->at && *reader->at != ';') {
        if (strncmp(reader->at, "-- name:", 8) == 0)
            return false;
        size_t len = comment_length(reader->at);
        bool comment = len > 0;
        if (!comment)
            len = piece_length(reader->at);
        if (len == 0)
            return false;
        if (is_bind(reader->at, len))
            note_bind(reader, text, reader->at + 1, len - 1);
        if (out.len == 0 && (comment || isspace((unsigned char)*reader->at)))
            text->sql_line = reader->line + (*reader->at == '\n');
        else if (!comment)
            out_add(&out, reader->at, len);
        for (size_t i = 0; comment && out.len > 0 && i < len; i++)
            if (reader->at[i] == '\n')
                out_add(&out, "\n", 1); /* what follows keeps its line */
        count_lines(reader, len);
    }
    while (out.len > 0 && isspace((unsigned char)out.at[out.len - 1]))
        out.len--;
    text->sql = out_text(&out);
    if (*reader->at != ';')
        return false;
    reader->at++;
    return true;
}

static void read_statement(Reader *reader)
{
    size_t len = strcspn(reader->at, "\n");
    char *line = keep_text(reader->at, len);
    int line_number = reader->line;
    Head head;
    bool good = read_head(reader, line, &head);
    Text dropped = {0};
    Text *text = good ? place_for(reader, &head) : NULL;
    count_lines(reader, len);
    if (!read_sql(reader, text ? text : &dropped))
        complain(reader->pack, reader->file, line_number,
                 "the statement does not end with \";\" (or a quote in it does not end)");
    else if (text && !text->sql[0])
        complain(reader->pack, reader->file, line_number, "there is no SQL before \";\"");
}

static void read_statements(Pack *pack, const char *file, const char *text)
{
    Reader reader = {pack, file, text, 1};
    while (*reader.at) {
        if (strncmp(reader.at, "-- name:", 8) == 0) {
            read_statement(&reader);
            continue;
        }
        size_t len = comment_length(reader.at);
        if (len == 0 && !isspace((unsigned char)*reader.at)) {
            complain(pack, file, reader.line, "SQL before any \"-- name:\" line");
            return;
        }
        count_lines(&reader, len ? len : 1);
    }
}

/* Both dialects must have a text, with the same binds: the order of the binds is shared. */
static bool check_statement(Pack *pack, const Statement *statement)
{
    const Text *texts[DIALECTS];
    for (int i = 0; i < DIALECTS; i++) {
        texts[i] = text_for(statement, i);
        if (!texts[i]->sql || !texts[i]->sql[0]) {
            complain(pack, statement->file, statement->line, "\"%s\" has no text for %s",
                     statement->name, dialect_names[i]);
            return false;
        }
    }
    const Binds *left = &texts[0]->binds, *right = &texts[1]->binds;
    bool same = left->count == right->count;
    for (int i = 0; same && i < left->count; i++)
        same = bind_index(right, left->names[i], strlen(left->names[i])) >= 0;
    if (!same)
        complain(pack, statement->file, statement->line,
                 "\"%s\" has not the same binds for both dialects", statement->name);
    return same;
}

/* ---- migrations -------------------------------------------------------------------------- */

/* Types have other names, and texts another order, on each database: see port/db_migrate.h. */
static void check_types(Pack *pack, const char *file, const char *text)
{
    static const char *const plain[] = {"TEXT", "INTEGER", "BIGINT", "REAL", "BLOB"};
    int line = 1;
    for (size_t len; *text; text += len) {
        len = comment_length(text);
        if (len == 0)
            len = strncmp(text, "{{", 2) == 0 ? strcspn(text, "}") : piece_length(text);
        for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
            if (strlen(plain[i]) == len && strncasecmp(text, plain[i], len) == 0)
                complain(pack, file, line, "a column is {{text}}, {{int}} or {{id}}, not %s",
                         plain[i]);
        if (len == 0)
            len = strlen(text); /* a quote that does not end: the database will tell */
        for (size_t i = 0; i < len; i++)
            line += text[i] == '\n';
    }
}

static void read_migration(Pack *pack, const char *file, const char *module, char *text)
{
    const char *slash = strrchr(file, '/');
    const char *base = slash ? slash + 1 : file;
    size_t len = strlen(base) - strlen(".sql");
    char *name = keep_text(base, len);
    char *end;
    long number = strtol(name, &end, 10);
    if (end != name + 4 || *end != '_' || number < 1 || !good_name(end + 1)) {
        complain(pack, file, 1, "a migration is called NNNN_what.sql, from 0001 on");
        return;
    }
    check_types(pack, file, text);
    pack->migrations = grow(pack->migrations, &pack->migration_count, sizeof(Migration));
    pack->migrations[pack->migration_count - 1] = (Migration){
        .file = file,
        .module = keep(strdup(module)),
        .name = name,
        .number = (int)number,
        .text = text,
    };
}

static int in_order(const void *a, const void *b)
{
    const Migration *left = a, *right = b;
    int order = strcmp(left->module, right->module);
    return order ? order : left->number - right->number;
}

static void check_migrations(Pack *pack)
{
    if (pack->migration_count)
        qsort(pack->migrations, pack->migration_count, sizeof *pack->migrations, in_order);
    for (size_t i = 0; i < pack->migration_count; i++) {
        const Migration *migration = &pack->migrations[i];
        bool first = i == 0 || strcmp(migration->module, migration[-1].module) != 0;
        int expected = first ? 1 : migration[-1].number + 1;
        if (migration->number != expected)
            complain(pack, migration->file, 1, "expected number %04d here, without gaps or twins",
                     expected);
    }
}

/* ---- the program -------------------------------------------------------------------------- */

static bool write_file(const char *path, const Pack *pack, void (*write)(FILE *, const Pack *))
{
    FILE *out = fopen(path, "w");
    if (out)
        write(out, pack);
    if (!out || ferror(out) || fclose(out) != 0) {
        perror(path);
        return false;
    }
    return true;
}

/* The module, or engine, is the folder after ROOT/src/domain/ or ROOT/src/engine/. */
static bool find_module(const Pack *pack, const char *file, char *module, size_t *ret_end)
{
    size_t root = strlen(pack->root);
    char layer[8], rest[8];
    int end = 0;
    if (strncmp(file, pack->root, root) != 0 ||
        sscanf(file + root, "/src/%7[a-z]/%50[a-z0-9_]/%n%7s", layer, module, &end, rest) != 3 ||
        (strcmp(layer, "domain") != 0 && strcmp(layer, "engine") != 0))
        return false;
    *ret_end = root + (size_t)end;
    return true;
}

static void read_any(Pack *pack, const char *file)
{
    char module[NAME_MAX_LEN + 1];
    size_t end = 0;
    if (!find_module(pack, file, module, &end)) {
        complain(pack, file, 1, "is not below %s/src/domain/MODULE/ or src/engine/", pack->root);
        return;
    }
    char *text = read_file(file);
    if (strncmp(file + end, "schema/", 7) == 0) {
        read_migration(pack, file, module, text);
    } else {
        read_statements(pack, file, text);
    }
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("usage: sqlpack ROOT OUT.c OUT_IDS.h FILE...\n", stderr);
        return 2;
    }
    static Pack pack; /* so that what is never freed is not taken for a leak */
    pack.root = argv[1];
    for (int i = 4; i < argc; i++)
        read_any(&pack, argv[i]);
    check_migrations(&pack);
    tables_read(&pack);
    for (size_t i = 0; i < pack.statement_count; i++)
        if (check_statement(&pack, &pack.statements[i]))
            scope_statement(&pack, &pack.statements[i]);
    if (pack.errors > 0)
        return 1;
    return write_file(argv[2], &pack, write_tables) && write_file(argv[3], &pack, write_ids) ? 0
                                                                                             : 1;
}
