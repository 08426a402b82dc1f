/* Memory, complaints, and SQL cut into pieces. */
#include "sqlpack.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void *keep(void *memory)
{
    /* Static, so that what is never freed stays reachable and is not taken for a leak. */
    static void **kept;
    static size_t kept_count;
    void **grown = memory ? realloc(kept, (kept_count + 1) * sizeof *grown) : NULL;
    if (!grown) {
        fputs("sqlpack: out of memory\n", stderr);
        exit(1);
    }
    kept = grown;
    kept[kept_count++] = memory;
    return memory;
}

char *keep_text(const char *at, size_t len)
{
    return keep(strndup(at, len));
}

void *grow(void *at, size_t *count, size_t size)
{
    at = realloc(at, (*count + 1) * size);
    if (!at) {
        fputs("sqlpack: out of memory\n", stderr);
        exit(1);
    }
    memset((char *)at + *count * size, 0, size);
    *count += 1;
    return at;
}

void complain(Pack *pack, const char *file, int line, const char *format, ...)
{
    fprintf(stderr, "%s:%d: ", file, line);
    va_list list;
    va_start(list, format);
    vfprintf(stderr, format, list);
    va_end(list);
    fputc('\n', stderr);
    pack->errors++;
}

/* ---- putting text together --------------------------------------------------------------- */

void out_add(Out *out, const char *at, size_t len)
{
    if (out->len + len + 1 > out->cap) {
        size_t cap = (out->len + len + 1) * 2;
        char *grown = keep(malloc(cap));
        if (out->len)
            memcpy(grown, out->at, out->len);
        out->at = grown;
        out->cap = cap;
    }
    memcpy(out->at + out->len, at, len);
    out->len += len;
    out->at[out->len] = 0;
}

void out_format(Out *out, const char *format, ...)
{
    char *text = NULL;
    va_list list;
    va_start(list, format);
    int len = vasprintf(&text, format, list);
    va_end(list);
    out_add(out, keep(len < 0 ? NULL : text), (size_t)(len < 0 ? 0 : len));
}

char *out_text(Out *out)
{
    out_add(out, "", 0);
    return out->at;
}

/* ---- pieces ------------------------------------------------------------------------------ */

bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

bool good_name(const char *name)
{
    bool good = islower((unsigned char)name[0]);
    for (const char *c = name; *c; c++)
        good = good && (islower((unsigned char)*c) || isdigit((unsigned char)*c) || *c == '_');
    return good;
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

size_t comment_length(const char *at)
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

size_t piece_length(const char *at)
{
    if (*at == '\'' || *at == '"')
        return quoted_length(at);
    if (at[0] == ':' && at[1] == ':')
        return 2;
    if (at[0] == ':' && (isalpha((unsigned char)at[1]) || at[1] == '_'))
        return 1 + word_length(at + 1);
    if (at[0] == '{' && at[1] == '{') {
        size_t len = word_length(at + 2);
        return len > 0 && strncmp(at + 2 + len, "}}", 2) == 0 ? len + 4 : 1;
    }
    return is_word(*at) ? word_length(at) : 1;
}

bool is_bind(const char *piece, size_t len)
{
    return piece[0] == ':' && len > 1 && piece[1] != ':';
}

bool is_table(const char *piece, size_t len)
{
    return piece[0] == '{' && len > 4;
}

int bind_index(const Binds *binds, const char *name, size_t len)
{
    for (int i = 0; i < binds->count; i++)
        if (strlen(binds->names[i]) == len && memcmp(binds->names[i], name, len) == 0)
            return i;
    return -1;
}

bool bind_note(Binds *binds, const char *name, size_t len)
{
    if (bind_index(binds, name, len) >= 0)
        return true;
    if (binds->count == BINDS_MAX / 2)
        return false;
    binds->names[binds->count++] = keep_text(name, len);
    return true;
}

/* ---- tokens ------------------------------------------------------------------------------ */

static TokenKind kind_of(const char *piece, size_t len)
{
    if (*piece == '\'')
        return STRING;
    if (*piece == '"')
        return QUOTED;
    if (is_bind(piece, len))
        return BIND;
    if (is_table(piece, len))
        return TABLE;
    return is_word(*piece) ? WORD : SIGN;
}

Tokens tokens_of(const char *sql, int line)
{
    Tokens tokens = {0};
    int depth = 0;
    for (size_t len; *sql; sql += len) {
        len = comment_length(sql);
        bool comment = len > 0;
        if (!comment)
            len = piece_length(sql);
        if (len == 0)
            len = strlen(sql); /* a quote that does not end: told elsewhere */
        if (!comment && !isspace((unsigned char)*sql)) {
            depth -= *sql == ')';
            tokens.at = grow(tokens.at, &tokens.count, sizeof *tokens.at);
            tokens.at[tokens.count - 1] = (Token){
                .kind = kind_of(sql, len), .at = sql, .len = len, .line = line, .depth = depth};
            depth += *sql == '(';
        }
        for (size_t i = 0; i < len; i++)
            line += sql[i] == '\n';
    }
    if (tokens.at)
        keep(tokens.at);
    return tokens;
}

bool token_is(const Tokens *tokens, size_t i, const char *text)
{
    if (i >= tokens->count)
        return false;
    const Token *token = &tokens->at[i];
    return strlen(text) == token->len && strncasecmp(token->at, text, token->len) == 0;
}

bool token_in(const Tokens *tokens, size_t i, const char *const *texts, size_t count)
{
    for (size_t k = 0; k < count; k++)
        if (token_is(tokens, i, texts[k]))
            return true;
    return false;
}

bool token_names(const Tokens *tokens, size_t i)
{
    return i < tokens->count && (tokens->at[i].kind == WORD || tokens->at[i].kind == QUOTED);
}

char *token_name(const Token *token)
{
    size_t edge = token->kind == TABLE ? 2 : token->kind == QUOTED || token->kind == STRING;
    return keep_text(token->at + edge, token->len > 2 * edge ? token->len - 2 * edge : 0);
}

size_t token_close(const Tokens *tokens, size_t i)
{
    size_t end = i + 1;
    while (end < tokens->count &&
           !(tokens->at[end].depth == tokens->at[i].depth && *tokens->at[end].at == ')'))
        end++;
    return end;
}
