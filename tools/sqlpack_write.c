/* Writes what was read as the C files of port/db.h. */
#include "sqlpack.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

const Text *text_for(const Statement *statement, int dialect)
{
    return statement->only[dialect].sql ? &statement->only[dialect] : &statement->both;
}

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
static char *numbered(const char *sql, Binds *order)
{
    Out out = {0};
    Binds nulls = {0};
    const char *whole = sql;
    for (size_t len; *sql; sql += len) {
        len = piece_length(sql);
        const char *name = sql + 1;
        if (!is_bind(sql, len)) {
            out_add(&out, sql, len);
        } else if (!null_test_follows(sql + len)) {
            out_format(&out, "$%d", bind_index(order, name, len - 1) + 1);
        } else if (only_tested(whole, name, len - 1)) {
            out_format(&out, "$%d::text", bind_index(order, name, len - 1) + 1);
        } else {
            bind_note(&nulls, name, len - 1);
            int at = order->count + bind_index(&nulls, name, len - 1);
            out_format(&out, "$%d::text", at + 1);
        }
    }
    for (int i = 0; i < nulls.count; i++)
        order->names[order->count++] = nulls.names[i];
    return out_text(&out);
}

/* The names of the binds, in C. */
static void write_binds(FILE *out, const char *member, const Binds *binds)
{
    fprintf(out, ",\n        .%s = (const char *const[]){", member);
    for (int i = 0; i < binds->count; i++)
        fprintf(out, "\"%s\", ", binds->names[i]);
    fputs("NULL}", out);
}

/* The texts of both dialects, in members of this name and ending, with their binds. */
static void write_texts(FILE *out, const char *ending, const char *sqlite, const char *postgresql,
                        Binds *order)
{
    fprintf(out, ",\n        .sqlite%s =", ending);
    write_literal(out, sqlite);
    fprintf(out, ",\n        .postgresql%s =", ending);
    write_literal(out, numbered(postgresql, order));
    write_binds(out, *ending ? "scoped_binds" : "binds", order);
}

/* The binds of the narrowed text: those of the statement and of the scope, as SQLite counts. */
static Binds binds_of(const char *sql)
{
    Binds binds = {0};
    for (size_t len; *sql; sql += len) {
        len = piece_length(sql);
        if (is_bind(sql, len))
            bind_note(&binds, sql + 1, len - 1);
    }
    return binds;
}

static void write_statement(FILE *out, const Pack *pack, size_t i)
{
    const Statement *statement = &pack->statements[i];
    const Text *sqlite = text_for(statement, SQLITE);
    const Text *postgresql = text_for(statement, POSTGRESQL);
    const char *narrow[DIALECTS] = {sqlite->scoped[SQLITE], postgresql->scoped[POSTGRESQL]};
    bool only_whole = sqlite->only_whole || postgresql->only_whole;
    fprintf(out, "    {\n        .name = \"%s\"", statement->name);
    Binds order = sqlite->binds;
    write_texts(out, "", sqlite->sql, postgresql->sql, &order);
    fprintf(out, ",\n        .source = \"%s:%d\"", statement->file + strlen(pack->root) + 1,
            statement->line);
    if (narrow[SQLITE] && narrow[POSTGRESQL] && !only_whole) {
        order = binds_of(narrow[SQLITE]);
        write_texts(out, "_scoped", narrow[SQLITE], narrow[POSTGRESQL], &order);
    }
    if (only_whole)
        fputs(",\n        .only_whole = true", out);
    else if (sqlite->inserts || postgresql->inserts)
        fputs(",\n        .inserts = true", out);
    if (sqlite->changes || postgresql->changes)
        fputs(",\n        .changes = true", out);
    if (sqlite->notes || postgresql->notes)
        fputs(",\n        .notes = true", out);
    fputs(",\n    },\n", out);
}

void write_tables(FILE *out, const Pack *pack)
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

void write_ids(FILE *out, const Pack *pack)
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
