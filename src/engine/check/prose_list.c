/* 前三位的街道是赤岗街、南洲街、素社街，后三位的街道是官洲街、瑞宝街、南华西街。 */
#include "base/utf8.h"
#include "engine/check/prose_names.h"

#define NAMES_BYTES_MAX (4 * KIB)
#define EQUALS_MAX 4 /* entries that share the last place of a list */

/* N first or last by a column. */
typedef struct Ranking {
    const Sentence *sentence;
    size_t number;  /* how many are told to be listed */
    bool is_last;   /* 后三位, 最低 */
    bool is_loss;   /* 扣分: the smallest score is the largest loss */
    bool is_strict; /* 依次: the order counts */
    Str words;      /* what stands before it, after the list before it */
    Str context;    /* all that stands before it in the sentence */
    size_t at;      /* byte of the sentence */
    NameList names;
} Ranking;

/* The figures of the entries, as printed or as mended, in the order that a ranking means. */
typedef struct Order {
    const CheckTable *table;
    size_t column; /* SIZE_MAX = by rank */
    bool printed;
    bool ascending;
    bool among_peers; /* only those of `peers`: departments among departments */
    size_t peers;
} Order;

static bool figure_of(const Order *order, size_t row, Decimal *ret)
{
    size_t column = order->column == SIZE_MAX ? order->table->rank_column : order->column;
    Figure figure = order->printed ? table_printed(order->table, row, column)
                                   : table_figure(order->table, row, column);
    *ret = figure.value;
    const CheckRow *at = &order->table->rows[row];
    return at->kind == ROW_ENTRY && figure.kind == FIGURE_NUMBER &&
           (!order->among_peers || at->peers == order->peers);
}

/* How many entries come before this figure. */
static size_t better_than(const Order *order, Decimal value)
{
    size_t count = 0;
    for (size_t row = 0; row < order->table->row_count; row++) {
        Decimal other;
        if (figure_of(order, row, &other)) {
            int way = decimal_compare(other, value);
            count += order->ascending ? way < 0 : way > 0;
        }
    }
    return count;
}

/* Who lost nothing need not be in a list of losses, however short it is. */
static bool lost_nothing(const Order *order, Decimal value)
{
    Order turned = *order;
    turned.ascending = !order->ascending;
    return better_than(&turned, value) == 0;
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

static bool is_listed(const NameList *names, const CheckTable *table, size_t row)
{
    for (size_t i = 0; i < names->count; i++)
        if (row_in(names->at[i].rows, table) == row)
            return true;
    return false;
}

/* A name may be listed when fewer than `places` entries are better; all that are so and have no
 * equal at the edge must be. */
static Verdict verdict_of(ProseCheck *check, const Ranking *ranking, const Order *order)
{
    Verdict verdict = {0};
    Buf wrong = buf_create(check->arena, NAMES_BYTES_MAX);
    Buf missing = buf_create(check->arena, NAMES_BYTES_MAX);
    const NameList *names = &ranking->names;
    size_t places = ranking->number;
    size_t known_right = 0;
    for (size_t i = 0; i < names->count; i++) {
        size_t row = row_in(names->at[i].rows, order->table);
        Decimal value;
        if (row == SIZE_MAX)
            continue;
        if (!figure_of(order, row, &value) || better_than(order, value) >= places) {
            verdict.wrong++;
            join(&wrong, names->at[i].text);
        } else {
            known_right++;
        }
    }
    size_t room = places > known_right ? places - known_right : 0;
    for (size_t row = 0; row < order->table->row_count; row++) {
        Decimal value;
        if (!figure_of(order, row, &value) || is_listed(names, order->table, row))
            continue;
        if (room > verdict.missing && better_than(order, value) < places &&
            !(ranking->is_loss && lost_nothing(order, value))) {
            verdict.missing++;
            join(&missing, order->table->rows[row].label);
        }
    }
    verdict.wrong_names = buf_str(&wrong);
    verdict.missing_names = buf_str(&missing);
    return verdict;
}

static bool order_is_kept(const Ranking *ranking, const Order *order)
{
    int ways[2] = {0, 0};
    Decimal last = DECIMAL_ZERO;
    for (size_t i = 0; i < ranking->names.count; i++) {
        Decimal value;
        if (!figure_of(order, row_in(ranking->names.at[i].rows, order->table), &value))
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

static size_t known_in(const NameList *names, const CheckTable *table)
{
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++)
        count += row_in(names->at[i].rows, table) != SIZE_MAX;
    return count;
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
    size_t unknown = ranking->names.count - known_in(&ranking->names, table);
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
    bool ascending = ranking->is_last;
    if (order->column == SIZE_MAX)
        return !ranking->is_last;
    if (ranking->is_loss) {
        const CheckColumn *column = &order->table->columns[order->column];
        bool positive =
            str_contains(column->name, STR("扣")) || str_contains(column->name, STR("减分"));
        for (size_t row = 0; positive && row < order->table->row_count; row++) {
            Decimal value;
            positive = !figure_of(order, row, &value) || value.millionths >= 0;
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
            order->ascending = first != (turn == 1);
            order->printed = printed;
            Verdict verdict = verdict_of(check, ranking, order);
            if (stands(ranking, order->table, &verdict) && order_is_kept(ranking, order))
                return true;
            if (turn == 0 && printed == 0)
                *ret = verdict;
        }
    order->ascending = first;
    order->printed = false;
    return false;
}

/* A column in which nearly all are equal tells nothing of an order. */
static bool orders(const Ranking *ranking, const Order *order)
{
    size_t allowed = 0;
    for (size_t row = 0; row < order->table->row_count; row++) {
        Decimal value;
        allowed += figure_of(order, row, &value) && better_than(order, value) < ranking->number;
    }
    return allowed <= ranking->number + EQUALS_MAX;
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
    size_t known = known_in(&ranking->names, table);
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
        Order order = {.table = table, .column = columns[i]};
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

static void judge_ranking(ProseCheck *check, const Ranking *ranking)
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

/* 前三位, 后3名, 倒数第一, 最高: takes the phrase off the front of *rest. */
static bool take_phrase(Str *rest, Ranking *ranking)
{
    static const char *const firsts[] = {"前", NULL};
    static const char *const lasts[] = {"后", "倒数", "倒数后", "末", NULL};
    static const char *const measures[] = {"位", "名", "的", NULL};
    static const char *const most[] = {"最高", "最多", "最大", NULL};
    static const char *const least[] = {"最低", "最少", "最小", NULL};
    Str text = *rest;
    bool last = text_take_front(&text, lasts);
    int number = 0;
    if ((last || text_take_front(&text, firsts)) && small_number_take(&text, &number) &&
        number > 0 && number <= 50 && text_take_front(&text, measures)) {
        ranking->number = (size_t)number;
        ranking->is_last = last;
        *rest = text;
        return true;
    }
    text = *rest;
    bool small = text_take_front(&text, least);
    if (small || text_take_front(&text, most)) {
        if (!str_starts(text, STR("的")))
            return false;
        ranking->number = 1;
        ranking->is_last = small;
        *rest = text;
        return true;
    }
    text = *rest;
    if (text_take_front(&text, (const char *const[]){"排名第一的", "位列第一的", "居首位的",
                                                     "第一名的", "排名第一位的", NULL})) {
        ranking->number = 1;
        *rest = text;
        return true;
    }
    return false;
}

/* Where the names begin after the phrase: after 是, 为, 有 or a colon. */
static bool names_begin(const Sentence *sentence, size_t index, Str rest, size_t *ret_piece,
                        size_t *ret_from)
{
    static const char *const verbs[] = {"分别是", "分别为", "依次是", "依次为", "是",
                                        "为",     "有：",   "分别有", NULL};
    const Piece *piece = &sentence->pieces.at[index];
    for (Str at = rest; !str_empty(at); (void)utf8_next(&at)) {
        Str after = at;
        if (text_take_front(&after, verbs)) {
            *ret_piece = index;
            *ret_from = piece->from + piece->text.len - after.len;
            if (!str_empty(after))
                return true;
            break;
        }
    }
    if (index + 1 < sentence->pieces.count && piece->after == 0xFF1A &&
        sentence->pieces.at[index + 1].depth == piece->depth) {
        *ret_piece = index + 1;
        *ret_from = sentence->pieces.at[index + 1].from;
        return true;
    }
    return false;
}

static void read_ranking(ProseCheck *check, const Sentence *sentence, size_t index, Str rest,
                         size_t words_from, Ranking *ranking)
{
    const Piece *piece = &sentence->pieces.at[index];
    size_t phrase_at = piece->from + piece->text.len - rest.len;
    size_t names_piece;
    size_t names_from;
    Str after = rest;
    if (!take_phrase(&after, ranking) ||
        !names_begin(sentence, index, after, &names_piece, &names_from))
        return;
    ranking->sentence = sentence;
    ranking->at = phrase_at;
    ranking->words = str_slice(sentence->text, words_from, phrase_at - words_from);
    ranking->context = str_slice(sentence->text, 0, phrase_at);
    Str front = str_slice(piece->text, 0, phrase_at - piece->from);
    ranking->is_loss = str_contains(front, STR("扣分")) || str_contains(front, STR("失分"));
    ranking->is_strict = str_contains(after, STR("依次"));
    names_read(check, sentence, names_piece, names_from, &ranking->names);
    if (!ranking->names.count)
        return;
    if (ranking->number == 1 && ranking->names.count > 1)
        ranking->number = ranking->names.count;
    judge_ranking(check, ranking);
}

void prose_lists(ProseCheck *check, const Sentence *sentence)
{
    size_t words_from = 0;
    if (!check->tables || !check->tables->count)
        return;
    for (size_t i = 0; i < sentence->pieces.count; i++) {
        const Piece *piece = &sentence->pieces.at[i];
        Str rest = piece->text;
        Ranking ranking = {0};
        while (!str_empty(rest) && !ranking.number) {
            read_ranking(check, sentence, i, rest, words_from, &ranking);
            (void)utf8_next(&rest);
        }
        if (ranking.names.end > i)
            words_from = ranking.names.end < sentence->pieces.count
                             ? sentence->pieces.at[ranking.names.end].from
                             : sentence->text.len;
    }
}
