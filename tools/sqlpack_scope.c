/*
 * The text of a statement for a narrowed scope.
 *
 *     FROM {{figure}} f            FROM (SELECT * FROM figure WHERE allowed) f
 *     UPDATE {{figure}} SET ...    ... WHERE (figure allowed) AND (...)
 *     DELETE FROM {{figure}} ...   ... WHERE (figure allowed) AND (...)
 *     INSERT INTO {{figure}} (unit_id, value) VALUES (:u, :v) ON CONFLICT ... DO UPDATE SET ...
 *         INSERT INTO figure (unit_id, value) SELECT :u, :v WHERE (:u allowed)
 *         ON CONFLICT ... DO UPDATE SET ... WHERE (figure allowed)
 *
 * What an UPDATE gives the columns of the scope must be allowed as well as what they were. The
 * subquery is a plain one, so that both databases merge it into the query around it and use its
 * indexes.
 */
#include "sqlpack.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* One text being rewritten for one dialect: what stands instead of and behind each token. */
typedef struct Work {
    Pack *pack;
    Text *text;
    const Tokens *tokens;
    int dialect;
    char **instead; /* NULL = the token itself */
    Out *behind;
    bool only_whole, inserts;
} Work;

static void wrong(Work *work, size_t i, const char *what)
{
    size_t last = work->tokens->count - 1;
    complain(work->pack, work->text->file, work->tokens->at[i < last ? i : last].line, "%s", what);
}

/* The tokens from `start` to `end` as rewritten so far, with the blanks between them. */
static char *render(const Work *work, size_t start, size_t end)
{
    Out out = {0};
    for (size_t i = start; i < end; i++) {
        const Token *token = &work->tokens->at[i];
        if (i > start) {
            const char *gap = token[-1].at + token[-1].len;
            out_add(&out, gap, (size_t)(token->at - gap));
        }
        if (work->instead[i])
            out_format(&out, "%s", work->instead[i]);
        else
            out_add(&out, token->at, token->len);
        out_format(&out, "%s", out_text(&work->behind[i]));
    }
    return out_text(&out);
}

/* ---- what is allowed --------------------------------------------------------------------- */

/* The condition under which a row with these values in its columns of the scope is allowed; NULL =
 * the table has no such column. */
static char *allowed(int dialect, const char *scope, const char *owner)
{
    static const char *const of_units[DIALECTS] = {
        " IN (SELECT value FROM json_each(:" BIND_UNITS "))",
        " = ANY (ARRAY(SELECT CAST(jsonb_array_elements_text(CAST(:" BIND_UNITS
        " AS jsonb)) AS bigint)))"};
    static const char *const of_person[DIALECTS] = {" = :" BIND_PERSON,
                                                    " = CAST(:" BIND_PERSON " AS bigint)"};
    Out out = {0};
    if (scope)
        out_format(&out, "%s%s", scope, of_units[dialect]);
    if (scope && owner)
        out_format(&out, " OR ");
    if (owner)
        out_format(&out, "%s%s", owner, of_person[dialect]);
    return out_text(&out);
}

/* "table.column", or NULL for no column. */
static char *column_of(const char *table, const char *column)
{
    Out out = {0};
    if (column)
        out_format(&out, "%s.%s", table, column);
    return column ? out_text(&out) : NULL;
}

static bool same_name(const Tokens *tokens, size_t i, const char *column)
{
    return column && token_names(tokens, i) && strcasecmp(token_name(&tokens->at[i]), column) == 0;
}

/* The expression between two tokens, in brackets. */
static char *expression(const Work *work, size_t start, size_t end)
{
    Out out = {0};
    out_format(&out, "(%s)", render(work, start, end));
    return out_text(&out);
}

/* ---- finding one's way ------------------------------------------------------------------- */

/* The first of these words from `i` on that stands in no brackets; the count when there is none. */
static size_t find_word(const Tokens *tokens, size_t i, const char *const *words, size_t count)
{
    while (i < tokens->count &&
           (tokens->at[i].depth > 0 || token_is(tokens, i - 1, ".") ||
            token_is(tokens, i - 1, "AS") || !token_in(tokens, i, words, count)))
        i++;
    return i;
}
#define FIND_WORD(tokens, i, ...)                                                                  \
    find_word(tokens, i, (const char *const[]){__VA_ARGS__},                                       \
              sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* The end of the item of a list that starts at `i`: its comma, or `end`. */
static size_t item_end(const Tokens *tokens, size_t i, size_t end)
{
    int depth = tokens->at[i].depth;
    while (i < end && !(tokens->at[i].depth == depth && token_is(tokens, i, ",")))
        i++;
    return i;
}

/* Where the alias of the table at `i` stands; the count when it has none. */
static size_t find_alias(const Tokens *tokens, size_t i)
{
    static const char *const followers[] = {
        "JOIN",    "LEFT",      "RIGHT",  "FULL",   "INNER",      "OUTER",  "CROSS", "NATURAL",
        "ON",      "USING",     "WHERE",  "GROUP",  "HAVING",     "ORDER",  "LIMIT", "OFFSET",
        "FETCH",   "FOR",       "UNION",  "SET",    "WINDOW",     "EXCEPT", "NOT",   "INTERSECT",
        "INDEXED", "RETURNING", "VALUES", "SELECT", "TABLESAMPLE"};
    if (token_is(tokens, i + 1, "AS"))
        return i + 2;
    bool alias = token_names(tokens, i + 1) && !TOKEN_IN(tokens, i + 1, followers);
    return alias ? i + 1 : tokens->count;
}

/* What columns of the table at `i` are called by: its alias or name. */
static char *qualifier(const Tokens *tokens, size_t i)
{
    size_t alias = find_alias(tokens, i);
    if (alias < tokens->count)
        return keep_text(tokens->at[alias].at, tokens->at[alias].len);
    return token_name(&tokens->at[i]);
}

/* ---- rewriting --------------------------------------------------------------------------- */

static void narrow_read(Work *work, size_t i, const Table *table)
{
    Out out = {0};
    out_format(&out, "(SELECT * FROM %s WHERE %s)", table->name,
               allowed(work->dialect, table->scope, table->owner));
    work->instead[i] = out_text(&out);
    if (find_alias(work->tokens, i) == work->tokens->count)
        out_format(&work->behind[i], " %s", table->name);
}

/* Adds a condition to the WHERE from `i` on, or makes one before RETURNING. */
static void add_condition(Work *work, size_t i, const char *condition)
{
    size_t end = FIND_WORD(work->tokens, i, "RETURNING");
    size_t where = FIND_WORD(work->tokens, i, "WHERE");
    if (where < end) {
        out_format(&work->behind[where], " (%s) AND (", condition);
        out_format(&work->behind[end - 1], ")");
    } else {
        out_format(&work->behind[end - 1], " WHERE (%s)", condition);
    }
}

/* The condition on what the SET list from `i` on gives the columns of the scope; NULL when it
 * leaves them alone. */
static char *given_allowed(Work *work, size_t i, const Table *table, const char *name)
{
    const Tokens *tokens = work->tokens;
    size_t end = FIND_WORD(tokens, i, "FROM", "WHERE", "RETURNING");
    char *scope = NULL, *owner = NULL;
    for (size_t next; i < end; i = next + 1) {
        next = item_end(tokens, i, end);
        for (size_t at = i; *tokens->at[i].at == '(' && at < token_close(tokens, i); at++)
            if (same_name(tokens, at, table->scope) || same_name(tokens, at, table->owner))
                wrong(work, at, "a column of the scope is set by itself: column = value");
        if (same_name(tokens, i, table->scope))
            scope = expression(work, i + 2, next);
        if (same_name(tokens, i, table->owner))
            owner = expression(work, i + 2, next);
    }
    if (!scope && !owner)
        return NULL;
    return allowed(work->dialect, scope ? scope : column_of(name, table->scope),
                   owner ? owner : column_of(name, table->owner));
}

/* The rows of the UPDATE, DELETE or DO UPDATE whose SET list, if any, comes after `i`. */
static void narrow_rows(Work *work, size_t i, const Table *table, const char *name)
{
    const Tokens *tokens = work->tokens;
    Out out = {0};
    out_format(
        &out, "%s",
        allowed(work->dialect, column_of(name, table->scope), column_of(name, table->owner)));
    size_t set = FIND_WORD(tokens, i, "SET", "WHERE", "RETURNING", "USING");
    if (token_is(tokens, set, "SET")) {
        char *given = given_allowed(work, set + 1, table, name);
        if (given)
            out_format(&out, ") AND (%s", given);
    }
    add_condition(work, i, out_text(&out));
}

/* The expression in the VALUES from `values` on for a column in the list from `columns` on, both at
 * their brackets; NULL when the column is not there. */
static char *value_for(const Work *work, size_t columns, size_t values, const char *column)
{
    const Tokens *tokens = work->tokens;
    size_t end = token_close(tokens, values), at = values + 1;
    for (size_t i = columns + 1; i < token_close(tokens, columns) && at < end; i += 2) {
        size_t next = item_end(tokens, at, end);
        if (same_name(tokens, i, column))
            return expression(work, at, next);
        at = next + 1;
    }
    return NULL;
}

static bool lists_column(const Tokens *tokens, size_t columns, const char *column)
{
    for (size_t i = columns + 1; i < token_close(tokens, columns); i += 2)
        if (same_name(tokens, i, column))
            return true;
    return !column;
}

/* What comes behind the VALUES: 0 to 1 ON CONFLICT ... DO. False when nothing inserted would not
 * tell that it was refused. */
static bool narrow_conflict(Work *work, size_t i, const Table *table, const char *name)
{
    const Tokens *tokens = work->tokens;
    size_t conflict = FIND_WORD(tokens, i, "CONFLICT");
    if (conflict == tokens->count)
        return true;
    if (FIND_WORD(tokens, conflict + 1, "CONFLICT") < tokens->count)
        wrong(work, conflict, "one ON CONFLICT is enough");
    size_t action = FIND_WORD(tokens, conflict, "DO");
    size_t end = FIND_WORD(tokens, action, "RETURNING");
    if (token_is(tokens, action + 1, "NOTHING") || FIND_WORD(tokens, action, "WHERE") < end)
        return false;
    narrow_rows(work, action, table, name);
    return true;
}

static void narrow_insert(Work *work, size_t i, const Table *table)
{
    const Tokens *tokens = work->tokens;
    char *name = qualifier(tokens, i);
    size_t columns = token_is(tokens, i + 1, "AS") ? i + 3 : i + 1;
    size_t close = token_close(tokens, columns);
    if (!token_is(tokens, i - 2, "INSERT"))
        wrong(work, i, "INSERT OR could replace a row of another unit: write ON CONFLICT");
    else if (!token_is(tokens, columns, "("))
        wrong(work, i, "the columns of a scoped table are named: INSERT INTO {{table}} (columns)");
    else if (table->scope_id)
        work->only_whole = true;
    else if (!lists_column(tokens, columns, table->scope) ||
             (!table->scope && !lists_column(tokens, columns, table->owner)))
        wrong(work, i, "the column of the scope must be among the columns");
    else if (!token_is(tokens, close + 1, "VALUES"))
        work->only_whole = true;
    else if (!narrow_conflict(work, close, table, name))
        work->only_whole = true;
    else {
        size_t values = close + 2, end = token_close(tokens, values);
        if (end >= tokens->count || token_is(tokens, end + 1, ",")) {
            wrong(work, i, "one row of VALUES at a time");
            return;
        }
        work->inserts = true;
        char *scope = value_for(work, columns, values, table->scope);
        char *owner = value_for(work, columns, values, table->owner);
        Out out = {0};
        out_format(&out, " WHERE %s", allowed(work->dialect, scope, owner));
        work->instead[close + 1] = keep_text("SELECT", 6);
        work->instead[values] = keep_text(" ", 1);
        work->instead[end] = out_text(&out);
    }
}

/* ---- a text ------------------------------------------------------------------------------ */

static Work begin_work(Pack *pack, Text *text, const Tokens *tokens, int dialect)
{
    return (Work){.pack = pack,
                  .text = text,
                  .tokens = tokens,
                  .dialect = dialect,
                  .instead = keep(calloc(tokens->count, sizeof(char *))),
                  .behind = keep(calloc(tokens->count, sizeof(Out)))};
}

/* The text with each {{table}} as its plain name. */
static char *whole_text(Pack *pack, Text *text, const Tokens *tokens)
{
    Work work = begin_work(pack, text, tokens, SQLITE);
    for (size_t i = 0; i < tokens->count; i++)
        if (tokens->at[i].kind == TABLE)
            work.instead[i] = table_called(pack, token_name(&tokens->at[i]))->name;
    return render(&work, 0, tokens->count);
}

/* Reads first: what is inserted or set may hold a subquery, and is repeated in a condition. */
static void narrow_text(Pack *pack, Text *text, const Tokens *tokens, int dialect)
{
    Work work = begin_work(pack, text, tokens, dialect);
    for (size_t i = 0; i < tokens->count; i++) {
        if (tokens->at[i].kind != TABLE)
            continue;
        const Table *table = table_called(pack, token_name(&tokens->at[i]));
        if (place_target(tokens, i) == TARGET_NONE)
            narrow_read(&work, i, table);
        else
            work.instead[i] = table->name;
    }
    for (size_t i = 0; i < tokens->count; i++) {
        Target target = tokens->at[i].kind == TABLE ? place_target(tokens, i) : TARGET_NONE;
        if (target == TARGET_NONE)
            continue;
        const Table *table = table_called(pack, token_name(&tokens->at[i]));
        if (target == TARGET_INSERT)
            narrow_insert(&work, i, table);
        else
            narrow_rows(&work, i, table, qualifier(tokens, i));
    }
    text->only_whole = work.only_whole;
    text->inserts = work.inserts && !work.only_whole;
    text->scoped[dialect] = work.only_whole ? NULL : render(&work, 0, tokens->count);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The scoped tables named, each once. */
static char *tables_named(const Pack *pack, const Tokens *tokens)
{
    char **names = keep(calloc(tokens->count, sizeof *names));
    size_t count = 0;
    for (size_t i = 0; i < tokens->count; i++)
        if (tokens->at[i].kind == TABLE)
            names[count++] = table_called(pack, token_name(&tokens->at[i]))->name;
    qsort(names, count, sizeof *names, by_name);
    Out out = {0};
    for (size_t i = 0; i < count; i++)
        if (i == 0 || strcmp(names[i], names[i - 1]) != 0)
            out_format(&out, "%s,", names[i]);
    return out_text(&out);
}

/* What the text changes. A change within a query would be seen neither here nor at run time. */
static bool mark_changes(Pack *pack, Text *text, const Tokens *tokens)
{
    for (size_t i = 0; i < tokens->count; i++) {
        Target target = place_target(tokens, i);
        if (target == TARGET_NONE || token_is(tokens, i + 1, "."))
            continue;
        size_t start = token_is(tokens, i - 1, ".") ? i - 2 : i;
        bool select = target == TARGET_INSERT && !token_is(tokens, start - 2, "INSERT") &&
                      !token_is(tokens, start - 3, "OR");
        if (tokens->at[i].depth > 0 || select) {
            complain(pack, text->file, tokens->at[i].line,
                     "INSERT, UPDATE and DELETE stand outside of any brackets%s",
                     select ? ", and SELECT has no INTO" : "");
            return false;
        }
        const Table *table = table_called(pack, token_name(&tokens->at[i]));
        text->changes = text->changes || !table || !table->unaudited;
        text->notes = text->notes ||
                      (target == TARGET_INSERT && table && strcmp(table->name, "audit_entry") == 0);
    }
    return true;
}

/* `first` and `last`: the dialects that the text is for. */
static void scope_text(Pack *pack, Text *text, int first, int last)
{
    Tokens tokens = tokens_of(text->sql, text->sql_line);
    if (!places_check(pack, text, &tokens) || !mark_changes(pack, text, &tokens))
        return;
    text->tables = tables_named(pack, &tokens);
    int errors = pack->errors;
    for (int dialect = first; *text->tables && dialect <= last && errors == pack->errors; dialect++)
        narrow_text(pack, text, &tokens, dialect);
    text->sql = whole_text(pack, text, &tokens);
}

void scope_statement(Pack *pack, Statement *statement)
{
    if (statement->both.sql)
        scope_text(pack, &statement->both, SQLITE, POSTGRESQL);
    for (int i = 0; i < DIALECTS; i++)
        if (statement->only[i].sql)
            scope_text(pack, &statement->only[i], i, i);
    const Text *sqlite = text_for(statement, SQLITE);
    const Text *postgresql = text_for(statement, POSTGRESQL);
    if (sqlite->tables && postgresql->tables && strcmp(sqlite->tables, postgresql->tables) != 0)
        complain(pack, statement->file, statement->line,
                 "\"%s\" has not the same scoped tables for both dialects", statement->name);
}
