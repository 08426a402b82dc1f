/* From text to nodes: precedence climbing, types checked on the way. */
#include "engine/assess/formula_lexer.h"

#include "base/nearest.h"

typedef struct Parser {
    Lexer lexer;
    Token token; /* the next one */
    const FormulaNames *names;
    FormulaNodeList nodes;
    int depth;
} Parser;

/* How a function takes its arguments. */
typedef enum Arguments {
    ARGUMENTS_ONE,
    ARGUMENTS_MANY, /* two or more, folded from the left */
    ARGUMENTS_CLAMP,
    ARGUMENTS_IF,
    ARGUMENTS_BAND,
    ARGUMENTS_ROUND,
    ARGUMENTS_RANK,
} Arguments;

typedef struct Function {
    FormulaOp op;
    Arguments arguments;
    const char *usage;
} Function;

static const Function functions[] = {
    {FORMULA_MIN, ARGUMENTS_MANY, "min(x, y, ...)"},
    {FORMULA_MAX, ARGUMENTS_MANY, "max(x, y, ...)"},
    {FORMULA_CLAMP, ARGUMENTS_CLAMP, "clamp(x, 下限, 上限)"},
    {FORMULA_IF, ARGUMENTS_IF, "if(条件, 成立时, 不成立时)"},
    {FORMULA_BAND, ARGUMENTS_BAND, "band(x, 分档表)"},
    {FORMULA_ROUND, ARGUMENTS_ROUND, "round(x, 位数[, half_up|half_even|down|up])"},
    {FORMULA_PRESENT, ARGUMENTS_ONE, "present(x)"},
    {FORMULA_COALESCE, ARGUMENTS_MANY, "coalesce(x, y, ...)"},
    {FORMULA_GROUP_MAX, ARGUMENTS_ONE, "group_max(x)"},
    {FORMULA_GROUP_MIN, ARGUMENTS_ONE, "group_min(x)"},
    {FORMULA_GROUP_SUM, ARGUMENTS_ONE, "group_sum(x)"},
    {FORMULA_GROUP_MEAN, ARGUMENTS_ONE, "group_mean(x)"},
    {FORMULA_GROUP_COUNT, ARGUMENTS_ONE, "group_count(x)"},
    {FORMULA_RANK, ARGUMENTS_RANK, "rank(x[, ascending|descending])"},
};

static bool parse_expression(Parser *parser, int strength, uint16_t *ret);

static bool advance(Parser *parser)
{
    return lexer_next(&parser->lexer, &parser->token);
}

static bool fail_here(Parser *parser, const char *what)
{
    return lexer_fail(&parser->lexer, FAIL_SYNTAX, parser->token.at, "公式%s", what);
}

static bool add_node(Parser *parser, FormulaNode node, uint16_t *ret)
{
    if (parser->nodes.count == FORMULA_NODES_MAX)
        return lexer_fail(&parser->lexer, FAIL_TOO_LARGE, parser->token.at,
                          "公式太长：最多%d个数、名称和运算", FORMULA_NODES_MAX);
    *ret = (uint16_t)parser->nodes.count;
    *LIST_ADD(parser->lexer.ctx->arena, &parser->nodes) = node;
    return true;
}

static const char *type_label(FormulaType type)
{
    return type == FORMULA_IS_TRUTH ? "条件（成立或不成立）" : "数";
}

static bool need_type(Parser *parser, uint16_t node, FormulaType type, size_t at)
{
    FormulaType found = parser->nodes.at[node].type;
    if (found == type)
        return true;
    return lexer_fail(&parser->lexer, FAIL_INVALID, at, "公式此处需要%s，得到的是%s",
                      type_label(type), type_label(found));
}

static bool parse_typed(Parser *parser, FormulaType type, uint16_t *ret)
{
    size_t at = parser->token.at;
    return parse_expression(parser, 0, ret) && need_type(parser, *ret, type, at);
}

static bool need_token(Parser *parser, TokenKind kind, const char *what)
{
    if (parser->token.kind != kind)
        return fail_here(parser, what);
    return advance(parser);
}

static bool need_comma(Parser *parser, const Function *function)
{
    if (parser->token.kind == TOKEN_COMMA)
        return advance(parser);
    fail_here(parser, "的函数缺少参数");
    return fail_hint(parser->lexer.ctx, "写法：%s", function->usage);
}

static bool fail_unknown(Parser *parser, Str name, size_t at, const char *what, Str nearest)
{
    lexer_fail(&parser->lexer, FAIL_INVALID, at, "公式中没有%s「%.*s」", what, STRF(name));
    if (!str_empty(nearest))
        fail_hint(parser->lexer.ctx, "是否应为「%.*s」", STRF(nearest));
    return false;
}

/* min(x, y, z) becomes min(min(x, y), z). */
static bool parse_many(Parser *parser, const Function *function, uint16_t *ret)
{
    uint16_t left = 0;
    if (!parse_typed(parser, FORMULA_IS_NUMBER, &left) || !need_comma(parser, function))
        return false;
    for (;;) {
        uint16_t right = 0;
        if (!parse_typed(parser, FORMULA_IS_NUMBER, &right) ||
            !add_node(
                parser,
                (FormulaNode){.op = function->op, .operands = {left, right}, .operand_count = 2},
                &left))
            return false;
        if (parser->token.kind != TOKEN_COMMA)
            break;
        if (!advance(parser))
            return false;
    }
    *ret = left;
    return true;
}

static bool parse_three(Parser *parser, const Function *function, FormulaType first, uint16_t *ret)
{
    FormulaNode node = {.op = function->op, .operand_count = 3};
    for (int i = 0; i < 3; i++) {
        if (i > 0 && !need_comma(parser, function))
            return false;
        if (!parse_typed(parser, i == 0 ? first : FORMULA_IS_NUMBER, &node.operands[i]))
            return false;
    }
    return add_node(parser, node, ret);
}

static bool parse_band(Parser *parser, const Function *function, FormulaNode *node)
{
    if (!need_comma(parser, function))
        return false;
    if (parser->token.kind != TOKEN_NAME)
        return fail_here(parser, "此处需要分档表的名称");
    Token name = parser->token;
    const FormulaNames *names = parser->names;
    if (!names->find_band(names->self, name.text, &node->name))
        return fail_unknown(parser, name.text, name.at, "分档表",
                            names->nearest(names->self, name.text));
    return advance(parser);
}

static bool parse_rounding(Parser *parser, const Function *function, FormulaNode *node)
{
    if (!need_comma(parser, function))
        return false;
    Token places = parser->token;
    if (places.kind != TOKEN_NUMBER || places.number.den != 1 || places.number.num > DECIMAL_PLACES)
        return fail_here(parser, "此处需要小数位数，0至6");
    node->places = (int)places.number.num;
    if (!advance(parser))
        return false;
    if (parser->token.kind != TOKEN_COMMA)
        return true;
    if (!advance(parser))
        return false;
    if (parser->token.kind != TOKEN_NAME ||
        !rounding_from_name(parser->token.text, &node->rounding))
        return fail_here(parser, "此处需要取整方式：half_up、half_even、down 或 up");
    return advance(parser);
}

static bool parse_order(Parser *parser, FormulaNode *node)
{
    if (parser->token.kind != TOKEN_COMMA)
        return true;
    if (!advance(parser))
        return false;
    node->ascending = str_equal_c(parser->token.text, "ascending");
    if (!node->ascending && !str_equal_c(parser->token.text, "descending"))
        return fail_here(parser, "此处需要 ascending（低者在前）或 descending（高者在前）");
    return advance(parser);
}

/* Functions of one expression and, for some, of words after it. */
static bool parse_one(Parser *parser, const Function *function, uint16_t *ret)
{
    FormulaNode node = {.op = function->op, .operand_count = 1};
    if (function->op == FORMULA_PRESENT)
        node.type = FORMULA_IS_TRUTH;
    return parse_typed(parser, FORMULA_IS_NUMBER, &node.operands[0]) &&
           (function->arguments != ARGUMENTS_BAND || parse_band(parser, function, &node)) &&
           (function->arguments != ARGUMENTS_ROUND || parse_rounding(parser, function, &node)) &&
           (function->arguments != ARGUMENTS_RANK || parse_order(parser, &node)) &&
           add_node(parser, node, ret);
}

static bool parse_arguments(Parser *parser, const Function *function, uint16_t *ret)
{
    switch (function->arguments) {
    case ARGUMENTS_MANY:
        return parse_many(parser, function, ret);
    case ARGUMENTS_CLAMP:
        return parse_three(parser, function, FORMULA_IS_NUMBER, ret);
    case ARGUMENTS_IF:
        return parse_three(parser, function, FORMULA_IS_TRUTH, ret);
    default:
        return parse_one(parser, function, ret);
    }
}

static bool parse_call(Parser *parser, Token name, uint16_t *ret)
{
    Str known[ARRAY_LEN(functions)];
    for (size_t i = 0; i < ARRAY_LEN(functions); i++) {
        known[i] = str_of(formula_word(functions[i].op));
        if (!str_equal(known[i], name.text))
            continue;
        if (!advance(parser) || !parse_arguments(parser, &functions[i], ret))
            return false;
        if (parser->token.kind == TOKEN_CLOSE)
            return advance(parser);
        fail_here(parser, "的函数参数太多，或缺少右括号");
        return fail_hint(parser->lexer.ctx, "写法：%s", functions[i].usage);
    }
    return fail_unknown(parser, name.text, name.at, "函数",
                        nearest_of(name.text, known, ARRAY_LEN(known)));
}

static bool parse_name(Parser *parser, uint16_t *ret)
{
    Token name = parser->token;
    if (!advance(parser))
        return false;
    if (parser->token.kind == TOKEN_OPEN)
        return parse_call(parser, name, ret);
    const FormulaNames *names = parser->names;
    FormulaName found;
    if (!names->find(names->self, name.text, &found))
        return fail_unknown(parser, name.text, name.at, "名称",
                            names->nearest(names->self, name.text));
    return add_node(parser, (FormulaNode){.op = found.op, .name = found.index, .text = name.text},
                    ret);
}

static bool parse_prefix(Parser *parser, FormulaOp op, uint16_t *ret)
{
    FormulaType type = op == FORMULA_NOT ? FORMULA_IS_TRUTH : FORMULA_IS_NUMBER;
    FormulaNode node = {.op = op, .type = type, .operand_count = 1};
    if (!advance(parser))
        return false;
    size_t at = parser->token.at;
    return parse_expression(parser, formula_strength(op), &node.operands[0]) &&
           need_type(parser, node.operands[0], type, at) && add_node(parser, node, ret);
}

static bool parse_operand(Parser *parser, uint16_t *ret)
{
    Token token = parser->token;
    switch (token.kind) {
    case TOKEN_NUMBER:
        return advance(parser) &&
               add_node(parser,
                        (FormulaNode){
                            .op = FORMULA_NUMBER, .constant = token.number, .text = token.text},
                        ret);
    case TOKEN_NAME:
        return parse_name(parser, ret);
    case TOKEN_OPEN:
        return advance(parser) && parse_expression(parser, 0, ret) &&
               need_token(parser, TOKEN_CLOSE, "缺少右括号");
    case TOKEN_OPERATOR:
        if (token.op == FORMULA_SUB)
            return parse_prefix(parser, FORMULA_NEG, ret);
        if (token.op == FORMULA_NOT)
            return parse_prefix(parser, FORMULA_NOT, ret);
        return fail_here(parser, "此处多了运算符，或缺少它前面的数");
    case TOKEN_END:
        return fail_here(parser, "不完整：此处缺少数或名称");
    default:
        return fail_here(parser, "此处需要数、名称或左括号");
    }
}

static bool is_comparison(FormulaOp op)
{
    return op >= FORMULA_EQUAL && op <= FORMULA_AT_LEAST;
}

static bool add_binary(Parser *parser, FormulaOp op, uint16_t left, uint16_t right, size_t at,
                       uint16_t *ret)
{
    bool logic = op == FORMULA_AND || op == FORMULA_OR;
    FormulaType takes = logic ? FORMULA_IS_TRUTH : FORMULA_IS_NUMBER;
    FormulaType gives = logic || is_comparison(op) ? FORMULA_IS_TRUTH : FORMULA_IS_NUMBER;
    return need_type(parser, left, takes, at) && need_type(parser, right, takes, at) &&
           add_node(parser,
                    (FormulaNode){
                        .op = op, .type = gives, .operands = {left, right}, .operand_count = 2},
                    ret);
}

/* Operators that bind tighter than `strength`. */
static bool parse_operators(Parser *parser, int strength, uint16_t *ret)
{
    uint16_t left = 0;
    if (!parse_operand(parser, &left))
        return false;
    while (parser->token.kind == TOKEN_OPERATOR && parser->token.op != FORMULA_NOT &&
           formula_strength(parser->token.op) > strength) {
        Token sign = parser->token;
        uint16_t right = 0;
        if (!advance(parser) || !parse_expression(parser, formula_strength(sign.op), &right) ||
            !add_binary(parser, sign.op, left, right, sign.at, &left))
            return false;
        if (is_comparison(sign.op) && parser->token.kind == TOKEN_OPERATOR &&
            is_comparison(parser->token.op)) {
            fail_here(parser, "不能连续比较");
            return fail_hint(parser->lexer.ctx, "请写成 a < b and b < c");
        }
    }
    *ret = left;
    return true;
}

static bool parse_expression(Parser *parser, int strength, uint16_t *ret)
{
    if (parser->depth == FORMULA_DEPTH_MAX)
        return lexer_fail(&parser->lexer, FAIL_TOO_LARGE, parser->token.at,
                          "公式嵌套太深：最多%d层", FORMULA_DEPTH_MAX);
    parser->depth++;
    bool parsed = parse_operators(parser, strength, ret);
    parser->depth--;
    return parsed;
}

bool formula_compile(Ctx *ctx, Str text, Place place, FormulaType type, const FormulaNames *names,
                     Formula *ret)
{
    Parser parser = {.lexer = {.ctx = ctx, .text = text, .place = place}, .names = names};
    if (text.len > FORMULA_BYTES_MAX)
        return lexer_fail(&parser.lexer, FAIL_TOO_LARGE, 0, "公式太长：最多%d字节",
                          FORMULA_BYTES_MAX);
    uint16_t root = 0;
    if (!advance(&parser) || !parse_typed(&parser, type, &root))
        return false;
    if (parser.token.kind != TOKEN_END)
        return fail_here(&parser, "此处多了内容，或缺少运算符");
    *ret = (Formula){.text = text, .place = place, .nodes = parser.nodes};
    return true;
}
