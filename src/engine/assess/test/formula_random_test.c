/* Random formulas over random figures, against an evaluator that knows nothing of columns. */
#include "engine/assess/test/assess_fixture.h"

#define FORMULAS 400
#define SUBJECTS 5
#define INPUTS 3
#define TREE_MAX 200
#define DEPTH_MAX 4

static uint64_t next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 33;
}

typedef enum Kind {
    NUMBER,
    INPUT,
    ADD,
    SUB,
    MUL,
    DIV,
    NEG,
    MIN,
    MAX,
    CLAMP,
    IF_LESS,
    IF_AND,
    IF_OR,
    COALESCE,
    PRESENT,
    ROUND,
    BAND,
    GROUP_MAX,
    GROUP_SUM,
    GROUP_MEAN,
    GROUP_COUNT,
    RANK,
    KIND_COUNT
} Kind;

/* How each kind is written; $0, $1, $2 are its operands. */
static const struct {
    const char *text;
    int operands;
} kinds[KIND_COUNT] = {
    [NUMBER] = {"", 0},
    [INPUT] = {"", 0},
    [ADD] = {"($0 + $1)", 2},
    [SUB] = {"($0 - $1)", 2},
    [MUL] = {"($0 * $1)", 2},
    [DIV] = {"($0 / $1)", 2},
    [NEG] = {"(-$0)", 1},
    [MIN] = {"min($0, $1)", 2},
    [MAX] = {"max($0, $1)", 2},
    [CLAMP] = {"clamp($0, $1, $2)", 3},
    [IF_LESS] = {"if($0 < $1, $2, $0)", 3},
    [IF_AND] = {"if($0 > 0 and $1 > 0, $2, $0)", 3},
    [IF_OR] = {"if($0 > 0 or not $1 > 0, $2, $1)", 3},
    [COALESCE] = {"coalesce($0, $1)", 2},
    [PRESENT] = {"if(present($0), 1, $1)", 2},
    [ROUND] = {"round($0, 1)", 1},
    [BAND] = {"band($0, steps)", 1},
    [GROUP_MAX] = {"group_max($0)", 1},
    [GROUP_SUM] = {"group_sum($0)", 1},
    [GROUP_MEAN] = {"group_mean($0)", 1},
    [GROUP_COUNT] = {"group_count($0)", 1},
    [RANK] = {"rank($0)", 1},
};

typedef struct Tree {
    Kind kind;
    int value; /* of a number or input */
    int operands[3];
} Tree;

typedef struct Value {
    bool present;
    Fraction exact;
} Value;

typedef struct Case {
    Tree nodes[TREE_MAX];
    int count;
    Value inputs[INPUTS][SUBJECTS];
    bool overflow;
} Case;

static int grow(Case *test, uint64_t *seed, int depth)
{
    Tree node = {.kind = (Kind)(next_random(seed) % KIND_COUNT)};
    if (depth == 0 || test->count > TREE_MAX / 4)
        node.kind = next_random(seed) % 3 == 0 ? NUMBER : INPUT;
    node.value = (int)(next_random(seed) % (node.kind == INPUT ? INPUTS : 6));
    for (int i = 0; i < kinds[node.kind].operands; i++)
        node.operands[i] = grow(test, seed, depth - 1);
    test->nodes[test->count] = node;
    return test->count++;
}

static void write_formula(Buf *to, const Case *test, int at)
{
    const Tree *node = &test->nodes[at];
    if (node->kind == NUMBER)
        buf_add_int(to, node->value);
    if (node->kind == INPUT)
        buf_add_byte(to, (char)('a' + node->value));
    for (const char *text = kinds[node->kind].text; *text; text++) {
        if (*text == '$')
            write_formula(to, test, node->operands[*++text - '0']);
        else
            buf_add_byte(to, *text);
    }
}

static Value evaluate(Case *test, int at, int subject);

static Value number(int64_t value)
{
    return (Value){true, fraction_of_int(value)};
}

static const Value nothing = {false, FRACTION_ZERO};

static Value arithmetic(Case *test, Kind kind, Value a, Value b)
{
    Value value = {true, FRACTION_ZERO};
    if (!a.present || !b.present || (kind == DIV && fraction_is_zero(b.exact)))
        return nothing;
    bool fits = kind == ADD   ? fraction_add(a.exact, b.exact, &value.exact)
                : kind == SUB ? fraction_sub(a.exact, b.exact, &value.exact)
                : kind == MUL ? fraction_mul(a.exact, b.exact, &value.exact)
                              : fraction_div(a.exact, b.exact, &value.exact);
    test->overflow |= !fits;
    return value;
}

static Value choose(Kind kind, Value a, Value b, Value c)
{
    if (!a.present || !b.present || (kind == CLAMP && !c.present))
        return nothing;
    int compared = fraction_compare(a.exact, b.exact);
    if (kind == MIN)
        return compared <= 0 ? a : b;
    if (kind == MAX)
        return compared >= 0 ? a : b;
    Value most = fraction_compare(a.exact, c.exact) > 0 ? c : a;
    return fraction_compare(most.exact, b.exact) < 0 ? b : most;
}

/* 1 true, 0 false, -1 unknown */
static int positive(Value value)
{
    return value.present ? value.exact.num > 0 : -1;
}

static Value decide(Kind kind, Value a, Value b, Value c)
{
    int condition;
    if (kind == IF_LESS) {
        condition = a.present && b.present ? fraction_compare(a.exact, b.exact) < 0 : -1;
        return condition < 0 ? nothing : condition ? c : a;
    }
    int left = positive(a);
    int right = positive(b);
    if (kind == IF_AND) {
        condition = left == 0 || right == 0 ? 0 : left < 0 || right < 0 ? -1 : 1;
        return condition < 0 ? nothing : condition ? c : a;
    }
    right = right < 0 ? -1 : !right;
    condition = left == 1 || right == 1 ? 1 : left < 0 || right < 0 ? -1 : 0;
    return condition < 0 ? nothing : condition ? c : b;
}

static Value over_group(Case *test, const Tree *node, int subject)
{
    Value own = evaluate(test, node->operands[0], subject);
    Value sum = number(0);
    Value best = nothing;
    int64_t count = 0;
    int64_t better = 0;
    for (int s = 0; s < SUBJECTS; s++) {
        Value value = evaluate(test, node->operands[0], s);
        if (!value.present)
            continue;
        count++;
        if (node->kind == GROUP_SUM || node->kind == GROUP_MEAN)
            sum = arithmetic(test, ADD, sum, value);
        if (!best.present || fraction_compare(value.exact, best.exact) > 0)
            best = value;
        better += own.present && fraction_compare(value.exact, own.exact) > 0;
    }
    switch (node->kind) {
    case GROUP_MAX:
        return best;
    case GROUP_SUM:
        return count > 0 ? sum : nothing;
    case GROUP_MEAN:
        return count > 0 ? arithmetic(test, DIV, sum, number(count)) : nothing;
    case GROUP_COUNT:
        return number(count);
    default:
        return own.present ? number(better + 1) : nothing;
    }
}

static Value one_operand(Case *test, Kind kind, Value a)
{
    Decimal rounded;
    if (kind == NEG)
        return arithmetic(test, SUB, number(0), a);
    if (!a.present)
        return nothing;
    if (kind == BAND)
        return fraction_compare(a.exact, fraction_of_int(5)) >= 0 ? number(10)
               : a.exact.num >= 0                                 ? number(1)
                                                                  : nothing;
    if (fraction_round(a.exact, 1, ROUND_HALF_UP, &rounded))
        return (Value){true, fraction_of_decimal(rounded)};
    test->overflow = true;
    return nothing;
}

static Value evaluate(Case *test, int at, int subject)
{
    const Tree *node = &test->nodes[at];
    if (node->kind == NUMBER)
        return number(node->value);
    if (node->kind == INPUT)
        return test->inputs[node->value][subject];
    if (node->kind >= GROUP_MAX)
        return over_group(test, node, subject);
    Value values[3] = {nothing, nothing, nothing};
    for (int i = 0; i < kinds[node->kind].operands; i++)
        values[i] = evaluate(test, node->operands[i], subject);
    switch (node->kind) {
    case ADD:
    case SUB:
    case MUL:
    case DIV:
        return arithmetic(test, node->kind, values[0], values[1]);
    case MIN:
    case MAX:
    case CLAMP:
        return choose(node->kind, values[0], values[1], values[2]);
    case COALESCE:
        return values[0].present ? values[0] : values[1];
    case PRESENT:
        return values[0].present ? number(1) : values[1];
    case NEG:
    case ROUND:
    case BAND:
        return one_operand(test, node->kind, values[0]);
    default:
        return decide(node->kind, values[0], values[1], values[2]);
    }
}

static const Scheme *scheme_of(Ctx *ctx, Str formula)
{
    static const char head[] =
        "scheme: test\nname: 测试\nlegal_sources: [测试]\nfrom: 2023-01\ngroups: [one]\n"
        "table: t\nrounding: {mode: half_up, places: 6, at: total}\ntotal: none\n"
        "columns: [subject]\ninputs:\n"
        "  - {code: a, name: 甲, places: 6}\n  - {code: b, name: 乙, places: 6}\n"
        "  - {code: c, name: 丙, places: 6}\n  - {code: always, name: 常, places: 0}\n"
        "bands:\n"
        "  - {code: steps, steps: [{at_least: 5, value: 10}, {at_least: 0, value: 1}]}\n"
        "items:\n  - {code: x, name: 某项, formula: \"";
    Str text = str_format(ctx->arena, "%s%.*s\"}\n", head, STRF(formula));
    return fixture_scheme_text(ctx, str_to_c(ctx->arena, text));
}

/* The figures of the case as a matrix; one more input is always there, so that all are listed. */
static AssessInput matrix_of(Ctx *ctx, Case *test, uint64_t *seed)
{
    AssessSubject *subjects = NEW(ctx->arena, AssessSubject, SUBJECTS);
    Decimal *values = NEW(ctx->arena, Decimal, SUBJECTS * (INPUTS + 1));
    bool *present = NEW(ctx->arena, bool, SUBJECTS *(INPUTS + 1));
    for (int s = 0; s < SUBJECTS; s++) {
        subjects[s] = (AssessSubject){.id = s, .name = STR("甲"), .group = STR("one"), .order = s};
        for (int i = 0; i < INPUTS; i++) {
            int at = i * SUBJECTS + s;
            present[at] = next_random(seed) % 5 != 0;
            values[at].millionths = ((int64_t)(next_random(seed) % 2000) - 500) * 10000;
            test->inputs[i][s] = (Value){present[at], fraction_of_decimal(values[at])};
        }
        present[INPUTS * SUBJECTS + s] = true;
    }
    return (AssessInput){
        .subjects = subjects, .subject_count = SUBJECTS, .values = values, .present = present};
}

static void check_case(Ctx *ctx, uint64_t *seed)
{
    Case *test = NEW(ctx->arena, Case, 1);
    int root = grow(test, seed, DEPTH_MAX);
    Buf formula = buf_create(ctx->arena, 64 * KIB);
    write_formula(&formula, test, root);
    if (buf_str(&formula).len > FORMULA_BYTES_MAX)
        return;
    const Scheme *scheme = scheme_of(ctx, buf_str(&formula));
    AssessInput input = matrix_of(ctx, test, seed);
    Value expected[SUBJECTS];
    for (int s = 0; s < SUBJECTS; s++) {
        Decimal rounded;
        expected[s] = evaluate(test, root, s);
        test->overflow |=
            expected[s].present && !fraction_round(expected[s].exact, 6, ROUND_HALF_UP, &rounded);
    }
    AssessResult result;
    bool ran = assess_run(ctx, scheme, &input, &result);
    if (ran == test->overflow)
        fail_msg("%.*s: overflow %d, run %d", STRF(buf_str(&formula)), test->overflow, ran);
    for (int s = 0; ran && s < SUBJECTS; s++) {
        AssessValue value = assess_item(&result, (size_t)s, 0);
        if (value.present != expected[s].present ||
            (value.present && !fraction_equal(value.exact, expected[s].exact)))
            fail_msg("%.*s: subject %d differs", STRF(buf_str(&formula)), s);
    }
}

static void columns_agree_with_a_naive_evaluator(void **state)
{
    Ctx *ctx = *state;
    uint64_t seed = 20230228;
    for (int i = 0; i < FORMULAS; i++) {
        ArenaMark mark = arena_mark(ctx->arena);
        check_case(ctx, &seed);
        arena_rewind(ctx->arena, mark);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {KIT_TEST(columns_agree_with_a_naive_evaluator)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
