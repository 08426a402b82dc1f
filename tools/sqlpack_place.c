/*
 * Where a statement names a table.
 *
 * A table stands behind FROM, JOIN, INTO, UPDATE, USING, TABLE and IN (SQLite), behind a comma of a
 * FROM list, and in brackets that stand there; nowhere else in either dialect. A scoped one may
 * stand there as {{table}} only. What is no reserved word on both (SET, VALUES, RETURNING as an
 * alias) does not end a FROM list, so that no table hides behind it.
 */
#include "sqlpack.h"

#include <string.h>
#include <strings.h>

/* A word that is not a column behind a dot or a name behind AS. */
static bool keyword_at(const Tokens *tokens, size_t i)
{
    return tokens->at[i].kind == WORD &&
           (i == 0 || (!token_is(tokens, i - 1, ".") && !token_is(tokens, i - 1, "AS")));
}

/* Is a table expected at `i`? `listed`: the brackets around it hold a FROM list; `opened`: they
 * stand themselves where a table is expected. */
static bool expects_table(const Tokens *tokens, size_t i, bool listed, bool opened)
{
    static const char *const leaders[] = {"FROM", "JOIN", "INTO", "UPDATE", "USING", "TABLE"};
    static const char *const fillers[] = {"ONLY", "LATERAL"};
    if (i == 0)
        return false;
    size_t before = i - 1;
    if (token_is(tokens, before, "."))
        return before > 0 && tokens->at[before - 1].place;
    if (token_is(tokens, before, ","))
        return listed;
    if (token_is(tokens, before, "("))
        return opened;
    if (TOKEN_IN(tokens, before, fillers))
        return tokens->at[before].place;
    if (!keyword_at(tokens, before))
        return false;
    bool or_what =
        before > 1 && token_is(tokens, before - 1, "OR") && token_is(tokens, before - 2, "UPDATE");
    bool in = token_is(tokens, before, "IN") && !token_is(tokens, i, "(");
    return in || or_what || TOKEN_IN(tokens, before, leaders);
}

/* What the keyword at `i` says of the commas that follow. */
static bool still_listed(const Tokens *tokens, size_t i, bool listed)
{
    static const char *const starts[] = {"FROM", "JOIN"};
    static const char *const ends[] = {"WHERE",  "GROUP", "HAVING",    "ORDER", "LIMIT",
                                       "SELECT", "UNION", "INTERSECT", "EXCEPT"};
    if (!keyword_at(tokens, i))
        return listed;
    bool opens = i > 0 && token_is(tokens, i - 1, "(");
    bool upsert = i > 1 && token_is(tokens, i, "SET") && token_is(tokens, i - 1, "UPDATE") &&
                  token_is(tokens, i - 2, "DO");
    if (upsert || TOKEN_IN(tokens, i, ends) || (opens && token_is(tokens, i, "VALUES")))
        return false;
    return listed || TOKEN_IN(tokens, i, starts);
}

static void find_places(Tokens *tokens)
{
    bool listed[DEPTH_MAX + 1] = {false}, opened[DEPTH_MAX + 1] = {false};
    for (size_t i = 0; i < tokens->count; i++) {
        Token *token = &tokens->at[i];
        int depth = token->depth;
        token->place = expects_table(tokens, i, listed[depth], opened[depth]);
        listed[depth] = still_listed(tokens, i, listed[depth]);
        if (*token->at == '(') {
            opened[depth + 1] = token->place;
            listed[depth + 1] = token->place;
        }
    }
}

Target place_target(const Tokens *tokens, size_t i)
{
    if (i == 0 || !tokens->at[i].place)
        return TARGET_NONE;
    while (i > 1 && token_is(tokens, i - 1, "."))
        i -= 2;
    size_t before = i - 1;
    if (before > 0 && token_is(tokens, before, "ONLY"))
        before--;
    if (token_is(tokens, before, "INTO"))
        return TARGET_INSERT;
    if (token_is(tokens, before, "FROM") && before > 0 && token_is(tokens, before - 1, "DELETE"))
        return TARGET_DELETE;
    bool locks =
        before > 0 && (token_is(tokens, before - 1, "FOR") || /* NO */
                       token_is(tokens, before - 1, "KEY") || token_is(tokens, before - 1, "DO"));
    bool or_what =
        before > 1 && token_is(tokens, before - 1, "OR") && token_is(tokens, before - 2, "UPDATE");
    return or_what || (token_is(tokens, before, "UPDATE") && !locks) ? TARGET_UPDATE : TARGET_NONE;
}

/* ---- complaints -------------------------------------------------------------------------- */

/* PostgreSQL's functions that take a query, or the name of a table, as a text. */
static bool runs_text(const Token *word)
{
    static const char *const starts[] = {"query_to_xml",    "table_to_xml",  "schema_to_xml",
                                         "database_to_xml", "cursor_to_xml", "ts_stat",
                                         "ts_rewrite",      "dblink"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (word->len >= strlen(starts[i]) &&
            strncasecmp(word->at, starts[i], strlen(starts[i])) == 0)
            return true;
    return false;
}

/* What would make us read a text otherwise than the database does. */
static const char *misread(const Tokens *tokens, size_t i)
{
    const Token *token = &tokens->at[i];
    char next = token->at[token->len];
    bool prefix = token->kind == WORD && token->len == 1 && strchr("EeUu", *token->at) &&
                  (next == '\'' || next == '&');
    if (prefix)
        return "a text is written '...' without a letter before it";
    if (*token->at == '`' || (*token->at == '[' && token->place))
        return "a name is quoted as \"name\"";
    if (*token->at == '$')
        return "there is no place for \"$\": binds are :name";
    if (token->kind == SIGN && (*token->at == '{' || *token->at == '}'))
        return "a scoped table is written {{name}}, without blanks";
    if (token->kind == WORD && token_is(tokens, i + 1, "(") && runs_text(token))
        return "a function that runs a text as SQL reads what we cannot see";
    return NULL;
}

/* Is the {{table}} part of a longer name? */
static bool touches(const Token *token, bool first)
{
    static const char *const joints = "\"'`$.:[]{}";
    char before = first ? ' ' : token->at[-1], after = token->at[token->len];
    return is_word(before) || is_word(after) || (before & 0x80) || (after & 0x80) ||
           strchr(joints, before) || (after && strchr(joints, after));
}

static bool check_table(Pack *pack, const Text *text, const Tokens *tokens, size_t i)
{
    static const char *const elsewhere[] = {"TABLE", "IN", "."};
    const Token *token = &tokens->at[i];
    const Table *table = table_called(pack, token_name(token));
    const char *wrong = NULL;
    if (!table)
        wrong = "is of no migration";
    else if (!table_scoped(table))
        wrong = "is not scoped: write its plain name";
    else if (touches(token, i == 0))
        wrong = "stands by itself, with blanks around it";
    else if (!token->place || TOKEN_IN(tokens, i - 1, elsewhere))
        wrong = "stands behind FROM, JOIN, INTO or UPDATE only";
    if (wrong)
        complain(pack, text->file, token->line, "%.*s %s", (int)token->len, token->at, wrong);
    return !wrong;
}

static bool check_plain(Pack *pack, const Text *text, const Tokens *tokens, size_t i)
{
    const Token *token = &tokens->at[i];
    if (!token->place || (!token_names(tokens, i) && token->kind != STRING))
        return true;
    const Table *table = table_called(pack, token_name(token));
    if (!table || !table_scoped(table))
        return true;
    complain(pack, text->file, token->line,
             "\"%s\" is scoped: write {{%s}} (a column or alias so called needs another name here)",
             table->name, table->name);
    return false;
}

static bool check_brackets(Pack *pack, const Text *text, const Tokens *tokens)
{
    int line = text->sql_line, open = 0;
    for (size_t i = 0; i < tokens->count && open >= 0 && open < DEPTH_MAX; i++) {
        line = tokens->at[i].line;
        open += (*tokens->at[i].at == '(') - (*tokens->at[i].at == ')');
    }
    if (open != 0)
        complain(pack, text->file, line, "brackets do not match, or are deeper than %d", DEPTH_MAX);
    return open == 0;
}

bool places_check(Pack *pack, const Text *text, Tokens *tokens)
{
    static const char *const verbs[] = {"SELECT", "WITH", "VALUES", "INSERT", "UPDATE", "DELETE"};
    if (!TOKEN_IN(tokens, 0, verbs)) {
        complain(pack, text->file, text->sql_line,
                 "a statement begins with SELECT, WITH, VALUES, INSERT, UPDATE or DELETE");
        return false;
    }
    if (!check_brackets(pack, text, tokens))
        return false;
    find_places(tokens);
    bool good = true;
    for (size_t i = 0; i < tokens->count; i++) {
        const char *wrong = misread(tokens, i);
        if (wrong)
            complain(pack, text->file, tokens->at[i].line, "%s", wrong);
        bool fine = tokens->at[i].kind == TABLE ? check_table(pack, text, tokens, i)
                                                : check_plain(pack, text, tokens, i);
        good = good && fine && !wrong;
    }
    return good;
}
