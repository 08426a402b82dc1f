#include "engine/check/prose_ranking.h"

#include "base/utf8.h"

#define NAMES_BYTES_MAX (4 * KIB)
#define EQUALS_MAX 4 /* entries that share the last place of a list */

/* Who lost nothing need not be in a list of losses, however short it is. */
static bool lost_nothing(const Order *order, Decimal value)
{
    return order_worse_than(order, value) == 0;
}

typedef struct Verdict {
    size_t wrong;   /* names that should not be there */
    size_t missing; /* names that should */
    Str wrong_names;
    Str missing_names;
} Verdict;

static void join(Buf *to, Str name)
{
    if (to->len)
        buf_add_c(to, "、");
    buf_add(to, name);
}

/* Whether the name may stand among the first `places`: one of its rows does, or its figure is not
 * known. */
static bool may_stand(const Order *order, const ListedName *name, size_t places)
{
    for (const NamedRow *rows = name->rows; rows; rows = rows->next) {
        Decimal value;
        if (rows->table != order->table)
            continue;
        if (order_is_unknown(order, rows->row) ||
            (order_figure(order, rows->row, &value) && order_better_than(order, value) < places))
            return true;
    }
    return false;
}

/* The entries that come first and are not listed, as many as there is room for. */
static void find_missing(const ProseCheck *check, const Ranking *ranking, const Order *order,
                         size_t room, Verdict *verdict)
{
    Buf missing = buf_create(check->arena, NAMES_BYTES_MAX);
    for (size_t place = 0; place < order->count && verdict->missing < room; place++) {
        size_t row = order_row_at(order, place);
        Decimal value;
        if (!order_figure(order, row, &value) ||
            order_better_than(order, value) >= ranking->number ||
            (ranking->is_loss && lost_nothing(order, value)))
            break;
        if (names_have_row(&ranking->names, order->table, row) ||
            row_is_doubtful(check, order->table, row))
            continue;
        verdict->missing++;
        join(&missing, order->table->rows[row].label);
    }
    verdict->missing_names = buf_str(&missing);
}

/* A name may be listed when fewer than `places` entries are better; all that are so and have no
 * equal at the edge must be. */
static Verdict verdict_of(ProseCheck *check, const Ranking *ranking, const Order *order)
{
    Verdict verdict = {0};
    Buf wrong = buf_create(check->arena, NAMES_BYTES_MAX);
    const NameList *names = &ranking->names;
    size_t half = (order->count + 1) / 2;
    size_t places = ranking->is_loose && half > ranking->number ? half : ranking->number;
    size_t known_right = 0;
    for (size_t i = 0; i < names->count; i++) {
        if (row_in(names->at[i].rows, order->table) == SIZE_MAX)
            continue;
        if (may_stand(order, &names->at[i], places)) {
            known_right++;
        } else {
            verdict.wrong++;
            join(&wrong, names->at[i].text);
        }
    }
    size_t room = places > known_right ? places - known_right : 0;
    find_missing(check, ranking, order, room, &verdict);
    verdict.wrong_names = buf_str(&wrong);
    return verdict;
}

static bool order_is_kept(const Ranking *ranking, const Order *order)
{
    int ways[2] = {0, 0};
    Decimal last = DECIMAL_ZERO;
    for (size_t i = 0; i < ranking->names.count; i++) {
        Decimal value;
        if (!order_figure(order, row_in(ranking->names.at[i].rows, order->table), &value))
            return true;
        if (i) {
            int way = decimal_compare(value, last);
            ways[0] += way > 0;
            ways[1] += way < 0;
        }
        last = value;
    }
    return !ranking->is_strict || !ways[0] || !ways[1];
}

/* An unknown name may be a short form of a row's; then nothing can be said. */
static bool may_be_short(const NameList *names, const CheckTable *table, Str missing)
{
    for (size_t i = 0; i < names->count; i++) {
        if (row_in(names->at[i].rows, table) != SIZE_MAX)
            continue;
        Str rest = names->at[i].text;
        while (rest.len >= 6) {
            Str two = utf8_prefix(rest, 2);
            if (str_contains(missing, two))
                return true;
            (void)utf8_next(&rest);
        }
    }
    return false;
}

/* Whether a verdict lets the list stand: what is unknown may be what is missing. */
static bool stands(const Ranking *ranking, const CheckTable *table, const Verdict *verdict)
{
    size_t unknown = ranking->names.count - names_known_in(&ranking->names, table);
    if (verdict->wrong)
        return false;
    if (ranking->names.is_open || verdict->missing == 0)
        return true;
    if (unknown == 0)
        return false;
    return unknown > 1 || verdict->missing > 1 || ranking->names.count < 3 ||
           may_be_short(&ranking->names, table, verdict->missing_names);
}

static Str order_name(const ProseCheck *check, const Order *order)
{
    size_t column = order->column == SIZE_MAX ? order->table->rank_column : order->column;
    return str_format(check->arena, "%.*s「%.*s」", STRF(order->table->name),
                      STRF(order->table->columns[column].printed));
}

static Str names_text(const ProseCheck *check, const NameList *names)
{
    Buf text = buf_create(check->arena, NAMES_BYTES_MAX);
    for (size_t i = 0; i < names->count; i++)
        join(&text, names->at[i].text);
    return buf_str(&text);
}

static void tell_list(ProseCheck *check, const Ranking *ranking, const Order *order,
                      const Verdict *verdict)
{
    Str wrong = verdict->wrong_names;
    Str right = verdict->missing_names;
    Str by = order_name(check, order);
    const char *end =
        ranking->is_last || ranking->is_loss ? (ranking->is_loss ? "扣分最多" : "最后") : "最前";
    if (str_empty(wrong) && str_empty(right)) {
        wrong = right = names_text(check, &ranking->names);
        right = STR("按次序重排");
    }
    prose_slip(
        check, ranking->sentence, ranking->at,
        (Finding){.kind = FINDING_LIST,
                  .unit = str_empty(wrong) ? right : wrong,
                  .printed = str_empty(wrong) ? names_text(check, &ranking->names) : wrong,
                  .recomputed = str_empty(right) ? STR("不应列入") : right,
                  .cause = str_format(
                      check->arena,
                      "按%.*s，%s的 %zu 个与文中所列不符；可能名单沿用了旧稿，或表中数字后来有改动",
                      STRF(by), end, ranking->number)});
}

static bool bracket_agrees(const Order *order, const ListedName *name, Figure *ret)
{
    size_t row = row_in(name->rows, order->table);
    if (row == SIZE_MAX || order->column == SIZE_MAX)
        return true;
    Figure figure = table_figure(order->table, row, order->column);
    Figure printed = table_printed(order->table, row, order->column);
    *ret = printed;
    if (figure.kind != FIGURE_NUMBER)
        return true;
    int64_t half = name->value->half;
    int64_t off = figure.value.millionths - name->value->value.millionths;
    int64_t off_printed = printed.value.millionths - name->value->value.millionths;
    return (off < 0 ? -off : off) <= half || (off_printed < 0 ? -off_printed : off_printed) <= half;
}

static void check_brackets(ProseCheck *check, const Ranking *ranking, const Order *order)
{
    for (size_t i = 0; i < ranking->names.count; i++) {
        const ListedName *name = &ranking->names.at[i];
        Figure figure;
        if (!name->value || bracket_agrees(order, name, &figure) ||
            (name->value->kind == QUANTITY_PERCENT) != figure.percent)
            continue;
        Str value = figure_str(check->arena, figure);
        prose_slip(check, ranking->sentence, name->value->from,
                   (Finding){.kind = FINDING_VALUE,
                             .unit = name->text,
                             .printed = name->value->printed,
                             .recomputed = value,
                             .cause = str_format(check->arena, "%.*s 中为 %.*s，文中与表中两处不同",
                                                 STRF(order_name(check, order)), STRF(value))});
    }
}

static bool either_way(const Order *order)
{
    static const char *const words[] = {"时长", "用时", "天数", "差评", "投诉",
                                        "超时", "退",   "时间", "逾期", NULL};
    return order->column != SIZE_MAX &&
           text_has_any(order->table->columns[order->column].name, words);
}

static bool starts_ascending(const Ranking *ranking, const Order *order)
{
    static const char *const declines[] = {"降幅", "降速", NULL};
    bool ascending = ranking->is_last != text_has_any(ranking->words, declines);
    if (order->column == SIZE_MAX)
        return !ranking->is_last;
    if (ranking->is_loss) {
        const CheckColumn *column = &order->table->columns[order->column];
        bool positive =
            str_contains(column->name, STR("扣")) || str_contains(column->name, STR("减分"));
        for (size_t row = 0; positive && row < order->table->row_count; row++) {
            Decimal value;
            positive = !order_figure(order, row, &value) || value.millionths >= 0;
        }
        ascending = !positive != ranking->is_last;
    }
    return ascending;
}

/* Judges by one column; true when the list stands. */
static bool judge_by(ProseCheck *check, const Ranking *ranking, Order *order, Verdict *ret)
{
    bool first = starts_ascending(ranking, order);
    for (int turn = 0; turn < (either_way(order) ? 2 : 1); turn++)
        for (int printed = 0; printed < 2; printed++) {
            order->printed = printed;
            order->ascending = first != (turn == 1);
            *order = prose_order_read(check, *order);
            Verdict verdict = verdict_of(check, ranking, order);
            if (stands(ranking, order->table, &verdict) && order_is_kept(ranking, order))
                return true;
            if (turn == 0 && printed == 0)
                *ret = verdict;
        }
    order->printed = false;
    order->ascending = first;
    *order = prose_order_read(check, *order);
    return false;
}

/* A column in which nearly all are equal tells nothing of an order. */
static bool orders(const Ranking *ranking, const Order *order)
{
    Decimal value;
    size_t beyond = ranking->number + EQUALS_MAX;
    return order->count <= beyond || !order_figure(order, order_row_at(order, beyond), &value) ||
           order_better_than(order, value) >= ranking->number;
}

typedef struct Search {
    Order worst;
    Verdict verdict;
    bool judged;
    bool stands;
} Search;

static size_t columns_for(ProseCheck *check, const Ranking *ranking, const CheckTable *table,
                          size_t columns[COLUMNS_MEANT_MAX], Meant *ret_meant)
{
    size_t known = names_known_in(&ranking->names, table);
    const Paragraph *paragraph = &check->prose.paragraphs.at[ranking->sentence->paragraph];
    *ret_meant = MEANT_NOT;
    if (!known || known * 2 < ranking->names.count)
        return 0;
    return columns_meant(check, table, ranking->words, ranking->context, paragraph->heading,
                         columns, ret_meant);
}

/* The peers of most names listed; false when all rows of the table are peers. */
static bool peers_of(const Ranking *ranking, const CheckTable *table, size_t *ret)
{
    size_t best = 0;
    for (size_t i = 0; i < ranking->names.count; i++) {
        size_t row = row_in(ranking->names.at[i].rows, table), same = 0;
        for (size_t j = 0; row != SIZE_MAX && j < ranking->names.count; j++) {
            size_t other = row_in(ranking->names.at[j].rows, table);
            same += other != SIZE_MAX && table->rows[other].peers == table->rows[row].peers;
        }
        if (same > best) {
            best = same;
            *ret = table->rows[row].peers;
        }
    }
    for (size_t row = 0; best > 0 && row < table->row_count; row++)
        if (table->rows[row].kind == ROW_ENTRY && table->rows[row].peers != *ret)
            return true;
    return false;
}

/* By all rows, or by the peers of those listed: what the latter tell is nearer to the truth. */
static bool judge_by_either(ProseCheck *check, const Ranking *ranking, Order *order, Verdict *ret)
{
    if (judge_by(check, ranking, order, ret))
        return true;
    order->among_peers = peers_of(ranking, order->table, &order->peers);
    return order->among_peers && judge_by(check, ranking, order, ret);
}

static void judge_table(ProseCheck *check, const Ranking *ranking, const CheckTable *table,
                        Meant least, Search *search)
{
    size_t columns[COLUMNS_MEANT_MAX];
    Meant meant;
    size_t count = columns_for(check, ranking, table, columns, &meant);
    for (size_t i = 0; meant >= least && i < count && !search->stands; i++) {
        Order order = prose_order_read(check, (Order){.table = table, .column = columns[i]});
        Verdict found;
        order.ascending = starts_ascending(ranking, &order);
        if (!orders(ranking, &order))
            continue;
        if (judge_by_either(check, ranking, &order, &found)) {
            check_brackets(check, ranking, &order);
            search->stands = true;
        } else if (!search->judged) {
            search->worst = order;
            search->verdict = found;
            search->judged = true;
        }
    }
}

void ranking_judge(ProseCheck *check, const Ranking *ranking)
{
    Meant surest = MEANT_TOTAL;
    Search search = {0};
    for (size_t t = 0; t < check->tables->count; t++) {
        size_t columns[COLUMNS_MEANT_MAX];
        Meant meant;
        (void)columns_for(check, ranking, &check->tables->at[t], columns, &meant);
        surest = meant > surest ? meant : surest;
    }
    for (size_t t = 0; t < check->tables->count; t++)
        judge_table(check, ranking, &check->tables->at[t], surest, &search);
    if (search.judged && !search.stands)
        tell_list(check, ranking, &search.worst, &search.verdict);
}
