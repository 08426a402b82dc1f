/*
 * sqlpack - puts the named statements and the migrations of the modules into the program.
 *
 *     sqlpack ROOT OUT.c OUT_IDS.h FILE...
 *
 * ROOT/src/domain/MODULE/ANY.sql holds named statements:
 *
 *     -- name: unit_by_name :one              (:one :all :run :number; @postgresql or @sqlite
 *     -- What it is for.                       behind it overrides the text of one dialect)
 *     SELECT id FROM unit WHERE name = :name;
 *
 * ROOT/src/domain/MODULE/schema/NNNN_what.sql is a migration, numbered from 0001 without gaps.
 *
 * OUT_IDS.h gets the enum SqlId, OUT.c the tables of port/db.h. Comments are dropped; for
 * PostgreSQL :name becomes $n, outside of strings, quoted names and casts (a::text). What is
 * wrong is told as FILE:LINE on stderr, all of it at once, and ends with exit code 1.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define BINDS_MAX 64 /* of port/db_backend.h; half of it by name */
#define NAME_MAX_LEN 60
#define FILE_BYTES_MAX ((size_t)1024 * 1024)

enum { SQLITE, POSTGRESQL, DIALECTS };
static const char *const dialect_names[DIALECTS] = {"sqlite", "postgresql"};
static const char *const kinds[] = {"one", "all", "run", "number"};

/* One text of a statement: the one for both dialects, or the override of one. */
typedef struct Text {
    char *sql; /* without comments and the final semicolon; NULL = none */
    const char *file;
    int line;
    char *binds[BINDS_MAX]; /* in the order of their first use */
    int bind_count;
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

typedef struct Pack {
    const char *root;
    Statement *statements;
    size_t statement_count;
    Migration *migrations;
    size_t migration_count;
    int errors;
} Pack;

/* A place in a file being read. */
typedef struct Reader {
    Pack *pack;
    const char *file;
    const char *at;
    int line;
} Reader;

static void *need(void *memory)
{
    if (!memory) {
        fputs("sqlpack: out of memory\n", stderr);
        exit(1);
    }
    return memory;
}

/* A growing array, enlarged by one zeroed element. */
static void *grow(void *at, size_t *count, size_t size)
{
    at = need(realloc(at, (*count + 1) * size));
    memset((char *)at + *count * size, 0, size);
    *count += 1;
    return at;
}

__attribute__((format(printf, 4, 5))) static void complain(Pack *pack, const char *file, int line,
                                                           const char *format, ...)
{
    fprintf(stderr, "%s:%d: ", file, line);
    va_list list;
    va_start(list, format);
    vfprintf(stderr, format, list);
    va_end(list);
    fputc('\n', stderr);
    pack->errors++;
}

static char *read_file(const char *path)
{
    FILE *in = fopen(path, "rb");
    char *text = need(malloc(FILE_BYTES_MAX + 1));
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

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
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

static bool good_name(const char *name)
{
    bool good = islower((unsigned char)name[0]);
    for (const char *c = name; *c; c++)
        good = good && (islower((unsigned char)*c) || isdigit((unsigned char)*c) || *c == '_');
    return good;
}

static bool read_head(Reader *reader, const char *line, Head *head)
{
    *head = (Head){0};
    char rest[8];
    int found =
        sscanf(line, "-- name: %60s :%15s @%15s %7s", head->name, head->kind, head->dialect, rest);
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
        statement->name = need(strdup(head->name));
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

/* Length of the quoted text at `at` (its quote doubled stands for itself), 0 when it never ends. */
static size_t quoted_length(const char *at)
{
    char quote = *at;
    for (size_t i = 1; at[i]; i++)
        if (at[i] == quote) {
            if (at[i + 1] != quote)
                return i + 1;
            i++;
        }
    return 0;
}

static size_t comment_length(const char *at)
{
    if (at[0] == '-' && at[1] == '-')
        return strcspn(at, "\n");
    if (at[0] == '/' && at[1] == '*') {
        const char *end = strstr(at + 2, "*/");
        return end ? (size_t)(end + 2 - at) : strlen(at);
    }
    return 0;
}

static size_t word_length(const char *at)
{
    size_t len = 0;
    while (is_word(at[len]))
        len++;
    return len;
}

/* Length of the piece of SQL at `at` that is read as a whole: a quoted text, a cast's "::", a
 * word (digits included, so that nothing inside is taken for a bind), or one byte. */
static size_t piece_length(const char *at)
{
    if (*at == '\'' || *at == '"')
        return quoted_length(at);
    if (at[0] == ':' && at[1] == ':')
        return 2;
    if (at[0] == ':' && (isalpha((unsigned char)at[1]) || at[1] == '_'))
        return 1 + word_length(at + 1);
    return is_word(*at) ? word_length(at) : 1;
}

static bool is_bind(const char *piece, size_t len)
{
    return piece[0] == ':' && len > 1 && piece[1] != ':';
}

static int bind_index(const Text *text, const char *name, size_t len)
{
    for (int i = 0; i < text->bind_count; i++)
        if (strlen(text->binds[i]) == len && memcmp(text->binds[i], name, len) == 0)
            return i;
    return -1;
}

static void note_bind(Reader *reader, Text *text, const char *name, size_t len)
{
    if (bind_index(text, name, len) >= 0)
        return;
    if (text->bind_count == BINDS_MAX / 2)
        complain(reader->pack, reader->file, reader->line, "more than %d binds", BINDS_MAX / 2);
    else
        text->binds[text->bind_count++] = need(strndup(name, len));
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
    char *out = need(calloc(1, strlen(reader->at) + 1));
    size_t used = 0;
    text->sql = out;
    while (*reader->at && *reader->at != ';') {
        if (strncmp(reader->at, "-- name:", 8) == 0)
            return false;
        size_t len = comment_length(reader->at);
        if (len == 0) {
            len = piece_length(reader->at);
            if (len == 0)
                return false;
            if (is_bind(reader->at, len))
                note_bind(reader, text, reader->at + 1, len - 1);
            if (used > 0 || !isspace((unsigned char)*reader->at)) {
                memcpy(out + used, reader->at, len);
                used += len;
            }
        }
        count_lines(reader, len);
    }
    while (used > 0 && isspace((unsigned char)out[used - 1]))
        used--;
    out[used] = 0;
    if (*reader->at != ';')
        return false;
    reader->at++;
    return true;
}

static void read_statement(Reader *reader)
{
    size_t len = strcspn(reader->at, "\n");
    char *line = need(strndup(reader->at, len));
    int line_number = reader->line;
    Head head;
    bool good = read_head(reader, line, &head);
    free(line);
    Text dropped = {0};
    Text *text = good ? place_for(reader, &head) : NULL;
    count_lines(reader, len);
    if (!read_sql(reader, text ? text : &dropped))
        complain(reader->pack, reader->file, line_number,
                 "the statement does not end with \";\" (or a quote in it does not end)");
    else if (text && !text->sql[0])
        complain(reader->pack, reader->file, line_number, "there is no SQL before \";\"");
    for (int i = 0; i < dropped.bind_count; i++)
        free(dropped.binds[i]);
    free(dropped.sql);
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
static void check_statement(Pack *pack, const Statement *statement)
{
    const Text *texts[DIALECTS];
    for (int i = 0; i < DIALECTS; i++) {
        texts[i] = statement->only[i].sql ? &statement->only[i] : &statement->both;
        if (!texts[i]->sql) {
            complain(pack, statement->file, statement->line, "\"%s\" has no text for %s",
                     statement->name, dialect_names[i]);
            return;
        }
    }
    bool same = texts[0]->bind_count == texts[1]->bind_count;
    for (int i = 0; same && i < texts[0]->bind_count; i++)
        same = bind_index(texts[1], texts[0]->binds[i], strlen(texts[0]->binds[i])) >= 0;
    if (!same)
        complain(pack, statement->file, statement->line,
                 "\"%s\" has not the same binds for both dialects", statement->name);
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
    char *name = need(strndup(base, len));
    char *end;
    long number = strtol(name, &end, 10);
    if (end != name + 4 || *end != '_' || number < 1 || !good_name(end + 1)) {
        complain(pack, file, 1, "a migration is called NNNN_what.sql, from 0001 on");
        free(name);
        return;
    }
    check_types(pack, file, text);
    pack->migrations = grow(pack->migrations, &pack->migration_count, sizeof(Migration));
    pack->migrations[pack->migration_count - 1] = (Migration){
        .file = file,
        .module = need(strdup(module)),
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

/* ---- writing ----------------------------------------------------------------------------- */

static void write_literal(FILE *out, const char *text)
{
    fputs("\n        \"", out);
    for (const char *c = text; *c; c++)
        if (*c == '\n')
            fputs(c[1] ? "\\n\"\n        \"" : "\\n", out);
        else if (*c == '"' || *c == '\\')
            fprintf(out, "\\%c", *c);
        else if (*c == '\t')
            fputs("\\t", out);
        else if (*c == '\r')
            fputs("\\r", out);
        else
            fputc(*c, out);
    fputc('"', out);
}

/* True when IS NULL or IS NOT NULL follows. */
static bool null_test_follows(const char *at)
{
    static const char *const words[] = {"IS", "NOT", "NULL"};
    for (size_t i = 0; i < 3; i++) {
        at += strspn(at, " \n\t\r");
        size_t len = strlen(words[i]);
        bool found = strncasecmp(at, words[i], len) == 0 && !is_word(at[len]);
        if (!found && i != 1)
            return false;
        at += found ? len : 0;
    }
    return true;
}

/* True when the bind is used for nothing but null tests. */
static bool only_tested(const char *sql, const char *name, size_t name_len)
{
    for (size_t len; *sql; sql += len) {
        len = piece_length(sql);
        if (is_bind(sql, len) && len == name_len + 1 && memcmp(sql + 1, name, name_len) == 0 &&
            !null_test_follows(sql + len))
            return false;
    }
    return true;
}

/*
 * The same text with $n for the n-th of `order`'s binds. PostgreSQL takes a parameter's type from
 * its first use, and ":day IS NULL" tells none: there it gets a parameter of its own, of type
 * text, which `order` lists behind the others.
 */
static char *numbered(const char *sql, Text *order)
{
    char *out = need(malloc(strlen(sql) * 5 + 1));
    size_t used = 0;
    Text nulls = {0};
    const char *whole = sql;
    for (size_t len; *sql; sql += len) {
        len = piece_length(sql);
        const char *name = sql + 1;
        if (!is_bind(sql, len)) {
            memcpy(out + used, sql, len);
            used += len;
        } else if (!null_test_follows(sql + len)) {
            used += (size_t)snprintf(out + used, 5, "$%d", bind_index(order, name, len - 1) + 1);
        } else if (only_tested(whole, name, len - 1)) {
            int at = bind_index(order, name, len - 1);
            used += (size_t)snprintf(out + used, 10, "$%d::text", at + 1);
        } else {
            int at = bind_index(&nulls, name, len - 1);
            if (at < 0)
                nulls.binds[at = nulls.bind_count++] =
                    order->binds[bind_index(order, name, len - 1)];
            used += (size_t)snprintf(out + used, 10, "$%d::text", order->bind_count + at + 1);
        }
    }
    out[used] = 0;
    for (int i = 0; i < nulls.bind_count; i++)
        order->binds[order->bind_count++] = nulls.binds[i];
    return out;
}

static void write_statement(FILE *out, const Pack *pack, size_t i)
{
    const Statement *statement = &pack->statements[i];
    const Text *sqlite = &statement->only[SQLITE], *postgresql = &statement->only[POSTGRESQL];
    if (!sqlite->sql)
        sqlite = &statement->both;
    if (!postgresql->sql)
        postgresql = &statement->both;
    const char *file = statement->file + strlen(pack->root) + 1;
    fprintf(out, "    {\n        .name = \"%s\",\n        .sqlite =", statement->name);
    write_literal(out, sqlite->sql);
    fputs(",\n        .postgresql =", out);
    Text order = *sqlite;
    char *text = numbered(postgresql->sql, &order);
    write_literal(out, text);
    free(text);
    fputs(",\n        .binds = (const char *const[]){", out);
    for (int b = 0; b < order.bind_count; b++)
        fprintf(out, "\"%s\", ", order.binds[b]);
    fprintf(out, "NULL},\n        .source = \"%s:%d\",\n    },\n", file, statement->line);
}

static void write_tables(FILE *out, const Pack *pack)
{
    fputs("/* Made by tools/sqlpack.c. */\n#include \"port/db.h\"\n\n", out);
    if (pack->statement_count) {
        fputs("static const DbStatement statements[] = {\n", out);
        for (size_t i = 0; i < pack->statement_count; i++)
            write_statement(out, pack, i);
        fputs("};\n\n", out);
    }
    if (pack->migration_count) {
        fputs("static const DbMigration migrations[] = {\n", out);
        for (size_t i = 0; i < pack->migration_count; i++) {
            const Migration *migration = &pack->migrations[i];
            fprintf(out,
                    "    {\n        .module = \"%s\",\n        .number = %d,\n"
                    "        .name = \"%s\",\n        .text =",
                    migration->module, migration->number, migration->name);
            write_literal(out, migration->text);
            fputs(",\n    },\n", out);
        }
        fputs("};\n\n", out);
    }
    fprintf(out,
            "const DbCatalogue db_catalogue = {\n    .statements = %s,\n"
            "    .statement_count = %zu,\n    .migrations = %s,\n    .migration_count = %zu,\n};\n",
            pack->statement_count ? "statements" : "NULL", pack->statement_count,
            pack->migration_count ? "migrations" : "NULL", pack->migration_count);
}

static void write_ids(FILE *out, const Pack *pack)
{
    fputs("/* Made by tools/sqlpack.c: the statements of port/db.h by name. */\n"
          "#ifndef TONGBAN_GENERATED_SQL_IDS_H\n#define TONGBAN_GENERATED_SQL_IDS_H\n\n"
          "typedef enum SqlId {\n",
          out);
    for (size_t i = 0; i < pack->statement_count; i++) {
        fputs("    SQL_", out);
        for (const char *c = pack->statements[i].name; *c; c++)
            fputc(toupper((unsigned char)*c), out);
        fprintf(out, ", /* :%s */\n", pack->statements[i].kind);
    }
    fputs("    SQL_COUNT\n} SqlId;\n\n#endif\n", out);
}

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

/* The module is the folder after ROOT/src/domain/. */
static void read_any(Pack *pack, const char *file)
{
    char module[NAME_MAX_LEN + 1], rest[8];
    size_t root = strlen(pack->root);
    int end = 0;
    if (strncmp(file, pack->root, root) != 0 ||
        sscanf(file + root, "/src/domain/%60[a-z0-9_]/%n%7s", module, &end, rest) != 2) {
        complain(pack, file, 1, "is not below %s/src/domain/MODULE/", pack->root);
        return;
    }
    char *text = read_file(file);
    if (strncmp(file + root + end, "schema/", 7) == 0) {
        read_migration(pack, file, module, text);
    } else {
        read_statements(pack, file, text);
        free(text);
    }
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("usage: sqlpack ROOT OUT.c OUT_IDS.h FILE...\n", stderr);
        return 2;
    }
    /* Static, so that what is never freed stays reachable and is not taken for a leak. */
    static Pack pack;
    pack.root = argv[1];
    for (int i = 4; i < argc; i++)
        read_any(&pack, argv[i]);
    for (size_t i = 0; i < pack.statement_count; i++)
        check_statement(&pack, &pack.statements[i]);
    check_migrations(&pack);
    if (pack.errors > 0)
        return 1;
    return write_file(argv[2], &pack, write_tables) && write_file(argv[3], &pack, write_ids) ? 0
                                                                                             : 1;
}
