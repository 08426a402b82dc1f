/* Statements and their trees, by recursive descent. */
#include "engine/check/formula_node.h"

#include "base/utf8.h"
#include "port/fold.h"

#define OWNER_RUNES_MAX 8 /* 所有街道中, 某部门的 */

typedef struct Reader {
    Arena *arena;
    const TextList *names;
    Str rest;
    size_t nodes;
    size_t depth;
} Reader;

static const FormulaNode *read_sum(Reader *reader);

static bool is_quote(Rune rune)
{
    return rune == '"' || rune == '\'' || rune == '\\' || (rune >= 0x2018 && rune <= 0x201F) ||
           (rune >= 0x3008 && rune <= 0x300F); /* ‘’“” 〈〉《》「」『』 */
}

/* Folded and without quotes; without what stands in brackets too when `bare`. */
static Str fold_formula(Arena *arena, Str text, bool bare)
{
    Str rest = fold_name(arena, text);
    Buf folded = buf_create(arena, rest.len + 1);
    size_t depth = 0;
    while (!str_empty(rest)) {
        const char *at = rest.at;
        Rune rune = utf8_next(&rest);
        if (bare && rune == '(')
            depth++;
        if (depth == 0 && !is_quote(rune))
            buf_add_bytes(&folded, at, (size_t)(rest.at - at));
        if (bare && rune == ')' && depth > 0)
            depth--;
    }
    return buf_str(&folded);
}

Str formula_name(Arena *arena, Str text)
{
    return fold_formula(arena, text, /* bare= */ true);
}

static bool is_digit(Str rest)
{
    return rest.len > 0 && rest.at[0] >= '0' && rest.at[0] <= '9';
}

/* The sign of arithmetic or bracket at the front, as its ASCII character; 0 = none. */
static char sign_at(Str rest, size_t *ret_len)
{
    Str after = rest;
    Rune rune = str_empty(rest) ? 0 : utf8_next(&after);
    *ret_len = rest.len - after.len;
    switch (rune) {
    case 0xD7:   /* × */
    case 0x2217: /* ∗ */
    case 0x2715: /* ✕ */
        return '*';
    case 0xF7:   /* ÷ */
    case 0x2215: /* ∕ */
    case 0x2044: /* ⁄ */
        return '/';
    case 0x2212: /* − */
    case 0x2013: /* – */
        return '-';
    case 'x': /* A x 50% */
        return is_digit(after) || str_starts(after, STR("(")) ? '*' : 0;
    case '+':
    case '-':
    case '*':
    case '/':
    case '(':
    case ')':
        return (char)rune;
    default:
        return 0;
    }
}

static bool take(Reader *reader, char wanted)
{
    size_t len;
    if (sign_at(reader->rest, &len) != wanted)
        return false;
    reader->rest = str_after(reader->rest, len);
    return true;
}

/* Where an operand ends for sure. */
static bool is_end(Str rest)
{
    size_t len;
    return str_empty(rest) || sign_at(rest, &len) != 0 || strchr("=,:<>!?", rest.at[0]) != NULL;
}

static FormulaNode *add_node(Reader *reader, NodeKind kind)
{
    if (++reader->nodes > FORMULA_NODES_MAX)
        return NULL;
    FormulaNode *node = NEW(reader->arena, FormulaNode, 1);
    node->kind = kind;
    node->number = FRACTION_ZERO;
    node->column = SIZE_MAX;
    return node;
}

static const FormulaNode *add_pair(Reader *reader, NodeKind kind, const FormulaNode *left,
                                   const FormulaNode *right)
{
    FormulaNode *node = left && right ? add_node(reader, kind) : NULL;
    if (node) {
        node->left = left;
        node->right = right;
    }
    return node;
}

/* (…) up to its end, taken off the front; the text within. */
static bool take_brackets(Reader *reader, Str *ret_inside)
{
    size_t depth = 0;
    for (size_t i = 0; i < reader->rest.len; i++) {
        depth += reader->rest.at[i] == '(';
        depth -= reader->rest.at[i] == ')';
        if (depth == 0) {
            *ret_inside = str_slice(reader->rest, 1, i - 1);
            reader->rest = str_after(reader->rest, i + 1);
            return true;
        }
    }
    return false;
}

/* 100分,按照A×90%+B×10%: the formula in a remark, NULL when it has none. */
static const FormulaNode *read_remark(Reader *reader, Str remark)
{
    static const char *const leads[] = {"按照", "按", "即", "为", "=", NULL};
    Str piece = {0};
    Str rest = remark;
    if (reader->depth >= FORMULA_BRACKETS_MAX)
        return NULL;
    while (str_split(&rest, ',', &piece)) {
        for (size_t i = 0; leads[i]; i++) {
            if (str_starts(piece, str_of(leads[i]))) {
                piece = str_after(piece, strlen(leads[i]));
                break;
            }
        }
        Reader inner = *reader;
        inner.rest = piece;
        inner.depth++;
        const FormulaNode *root = read_sum(&inner);
        reader->nodes = inner.nodes;
        if (root && root->left && str_empty(inner.rest))
            return root;
    }
    return NULL;
}

/* A number, its % or ‰, and a unit of one character before an end: 5 50% 5分. */
static const FormulaNode *read_number(Reader *reader)
{
    Str rest = reader->rest;
    size_t len = 0;
    while (is_digit(str_after(rest, len)) ||
           (len > 0 && str_starts(str_after(rest, len), STR(".")) &&
            is_digit(str_after(rest, len + 1))))
        len++;
    Decimal value;
    if (len == 0 || decimal_parse(str_slice(rest, 0, len), &value) != DECIMAL_PARSED)
        return NULL;
    rest = str_after(rest, len);
    int64_t divisor = str_starts(rest, STR("%")) ? 100 : str_starts(rest, STR("‰")) ? 1000 : 1;
    if (divisor != 1) {
        (void)utf8_next(&rest);
    } else if (!is_end(rest)) {
        (void)utf8_next(&rest); /* 分 */
        if (!is_end(rest))
            return NULL; /* 12345热线得分 is a name */
    }
    FormulaNode *node = add_node(reader, NODE_NUMBER);
    if (!node || !fraction_div(fraction_of_decimal(value), fraction_of_int(divisor), &node->number))
        return NULL;
    reader->rest = rest;
    return node;
}

/* The longest known name at the front that ends where an operand may; 0 = none. */
static size_t known_name_at(const Reader *reader)
{
    size_t best = 0;
    LIST_EACH (const Str, name, reader->names) {
        if (name->len > best && str_starts(reader->rest, *name) &&
            is_end(str_after(reader->rest, name->len)))
            best = name->len;
    }
    return best;
}

static size_t name_run_at(Str rest)
{
    size_t len = 0;
    while (len < rest.len && !is_end(str_after(rest, len))) {
        Str after = str_after(rest, len);
        (void)utf8_next(&after);
        len = rest.len - after.len;
    }
    return len;
}

static bool take_end(Str *name, const char *const *ends)
{
    for (size_t i = 0; ends[i]; i++) {
        Str end = str_of(ends[i]);
        if (str_ends(*name, end)) {
            name->len -= end.len;
            if (str_ends(*name, STR("的")))
                name->len -= STR("的").len;
            return true;
        }
    }
    return false;
}

/* 所有街道中…, 所有街道的… -> …; without 中 and 的, only the first word goes. */
static bool take_all_of(Str *name)
{
    static const char *const words[] = {"所有", "全部", "全体", "同组", "本组",
                                        "各组", "同类", "各",   NULL};
    for (size_t i = 0; words[i]; i++) {
        if (!str_starts(*name, str_of(words[i])))
            continue;
        *name = str_after(*name, strlen(words[i]));
        static const char *const marks[] = {"中", "的", NULL};
        for (size_t m = 0; marks[m]; m++) {
            size_t within = str_find(*name, str_of(marks[m]));
            if (within != STR_NONE && within <= utf8_prefix(*name, OWNER_RUNES_MAX).len)
                *name = str_after(*name, within + strlen(marks[m]));
        }
        return true;
    }
    return false;
}

/* 所有…中…的最高值; sums and means only of 所有…, because 时限总和 may be a count of its own. */
static void understand_aggregate(FormulaNode *node)
{
    static const char *const maxima[] = {"最高值", "最大值", "最高分", "最高数", "最大数", NULL};
    static const char *const minima[] = {"最低值", "最小值", "最低分", "最低数", "最小数", NULL};
    static const char *const sums[] = {"合计数", "合计", "总和", "之和", "总计", NULL};
    static const char *const means[] = {"平均值", "平均数", "平均分", "均值", NULL};
    Str name = node->name;
    NodeAggregate found = take_end(&name, maxima)   ? AGGREGATE_MAX
                          : take_end(&name, minima) ? AGGREGATE_MIN
                          : take_end(&name, sums)   ? AGGREGATE_SUM
                          : take_end(&name, means)  ? AGGREGATE_MEAN
                                                    : AGGREGATE_NONE;
    if (found == AGGREGATE_NONE)
        return;
    bool of_all = take_all_of(&name);
    if (!of_all && (found == AGGREGATE_SUM || found == AGGREGATE_MEAN))
        return;
    node->name = name;
    node->of_all = of_all;
    node->aggregate = found;
}

/* 某街道的X -> X */
static Str without_owner(Str name)
{
    static const char *const owners[] = {"某", "各", "该", "本", "每", NULL};
    for (size_t i = 0; owners[i]; i++) {
        size_t of = str_find(name, STR("的"));
        if (str_starts(name, str_of(owners[i])) && of != STR_NONE &&
            of <= utf8_prefix(name, OWNER_RUNES_MAX).len && of + STR("的").len < name.len)
            return str_after(name, of + STR("的").len);
    }
    return name;
}

static const FormulaNode *read_name(Reader *reader)
{
    FormulaNode *node = add_node(reader, NODE_NAME);
    Buf name = buf_create(reader->arena, reader->rest.len + 1);
    if (!node)
        return NULL;
    while (true) {
        size_t known = known_name_at(reader);
        size_t len = known > 0 ? known : name_run_at(reader->rest);
        Str inside;
        buf_add(&name, str_slice(reader->rest, 0, len));
        reader->rest = str_after(reader->rest, len);
        if (str_starts(reader->rest, STR("("))) {
            if (len == 0 && name.len == 0)
                return NULL;
            if (!take_brackets(reader, &inside))
                return NULL;
            if (!node->explained)
                node->explained = read_remark(reader, inside);
        } else if (len == 0 || is_end(reader->rest)) {
            break;
        }
    }
    node->name = without_owner(buf_str(&name));
    if (str_empty(node->name))
        return NULL;
    understand_aggregate(node);
    return node;
}

static const FormulaNode *read_brackets(Reader *reader)
{
    Str inside;
    if (reader->depth >= FORMULA_BRACKETS_MAX)
        return NULL;
    reader->depth++;
    const FormulaNode *root = read_sum(reader);
    reader->depth--;
    if (!root || !take(reader, ')'))
        return NULL;
    while (str_starts(reader->rest, STR("("))) /* (A/B)(统计范围为…) */
        if (!take_brackets(reader, &inside))
            return NULL;
    return is_end(reader->rest) ? root : NULL;
}

static const FormulaNode *read_operand(Reader *reader)
{
    if (take(reader, '('))
        return read_brackets(reader);
    const FormulaNode *number = read_number(reader);
    if (!number)
        return read_name(reader);
    Str inside;
    while (str_starts(reader->rest, STR("(")))
        if (!take_brackets(reader, &inside))
            return NULL;
    return number;
}

static const FormulaNode *read_product(Reader *reader)
{
    const FormulaNode *left = read_operand(reader);
    while (left) {
        if (take(reader, '*'))
            left = add_pair(reader, NODE_MULTIPLY, left, read_operand(reader));
        else if (take(reader, '/'))
            left = add_pair(reader, NODE_DIVIDE, left, read_operand(reader));
        else
            break;
    }
    return left;
}

static const FormulaNode *read_sum(Reader *reader)
{
    bool negative = take(reader, '-');
    const FormulaNode *left = read_product(reader);
    if (negative && left) {
        FormulaNode *node = add_node(reader, NODE_NEGATE);
        if (node)
            node->left = left;
        left = node;
    }
    while (left) {
        if (take(reader, '+'))
            left = add_pair(reader, NODE_ADD, left, read_product(reader));
        else if (take(reader, '-'))
            left = add_pair(reader, NODE_SUBTRACT, left, read_product(reader));
        else
            break;
    }
    return left;
}

/* What stands before the sign of equality, back to a comma, colon or bracket that opens it. */
static Str left_side(Str before)
{
    size_t from = before.len;
    size_t depth = 0;
    while (from > 0) {
        char byte = before.at[from - 1];
        if (depth == 0 && strchr("=,:<>!?(", byte))
            break;
        depth += byte == ')';
        depth -= byte == '(';
        from--;
    }
    return str_after(before, from);
}

/* Without 4. 4、 (4) ④ or a dash at the front. */
static Str without_number(Str text)
{
    text = str_trim(text);
    Str after = text;
    Rune first = str_empty(text) ? 0 : utf8_next(&after);
    if (first >= 0x2460 && first <= 0x249B) /* ① ⑴ ⒈ */
        return str_trim(after);
    size_t digits = 0;
    size_t from = first == '(' || first == 0xFF08 /* （ */ ? text.len - after.len : 0;
    while (is_digit(str_after(text, from + digits)))
        digits++;
    Str rest = str_after(text, from + digits);
    static const char *const marks[] = {".", "、", ")", "．", "）", " ", NULL};
    for (size_t i = 0; digits > 0 && digits <= 2 && marks[i]; i++)
        if (str_starts(rest, str_of(marks[i])))
            return str_trim(str_after(rest, strlen(marks[i])));
    return first == '-' || first == 0x2022 /* • */ ? str_trim(after) : text;
}

/* Whether a formula may end here: not at the bracket of something larger, (A=B+C)*D. */
static bool ends_well(Str rest)
{
    size_t len;
    return !str_starts(rest, STR(")")) || sign_at(str_after(rest, 1), &len) == 0;
}

static void read_statement(Arena *arena, Str printed, const TextList *names,
                           FormulaStatementList *to)
{
    if (printed.len > FORMULA_STATEMENT_BYTES_MAX ||
        (str_find_byte(printed, '=') == STR_NONE && !str_contains(printed, STR("＝"))))
        return;
    Str text = without_number(printed);
    Str folded = fold_formula(arena, text, /* bare= */ false);
    for (size_t at = 0; at < folded.len && to->count < FORMULA_STATEMENTS_MAX; at++) {
        if (folded.at[at] != '=')
            continue;
        Str target = formula_name(arena, left_side(str_slice(folded, 0, at)));
        if (str_starts(target, STR("其中")))
            target = str_after(target, STR("其中").len);
        Reader reader = {.arena = arena, .names = names, .rest = str_after(folded, at + 1)};
        const FormulaNode *root = str_empty(target) ? NULL : read_sum(&reader);
        if (!root || !ends_well(reader.rest))
            continue;
        size_t read = folded.len - reader.rest.len;
        *LIST_ADD(arena, to) = (FormulaStatement){
            .text = text,
            .target = target,
            .root = root,
            .is_missing_value = root->kind == NODE_NUMBER &&
                                str_contains(str_slice(folded, at, read - at), STR("缺")),
        };
    }
}

void formula_statements_read(Arena *arena, Str text, const TextList *names,
                             FormulaStatementList *to)
{
    static const char *const ends[] = {"\n", ";", "；", "。", NULL};
    size_t from = 0;
    for (size_t at = 0; at <= text.len && to->count < FORMULA_STATEMENTS_MAX;) {
        size_t end = at == text.len ? 1 : 0;
        for (size_t i = 0; end == 0 && ends[i]; i++)
            if (str_starts(str_after(text, at), str_of(ends[i])))
                end = strlen(ends[i]);
        if (end > 0) {
            read_statement(arena, str_slice(text, from, at - from), names, to);
            from = at + end;
        }
        at += end > 0 ? end : 1;
    }
}
