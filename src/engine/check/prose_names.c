#include "engine/check/prose_names.h"

#include "base/utf8.h"
#include "engine/check/table_build.h"
#include "port/fold.h"

#define ALIKE_RUNES 3
#define NAME_BYTES_MAX 120

const NamedRow *row_named(const ProseCheck *check, Str name)
{
    return str_empty(name) ? NULL : dict_get(&check->row_names, fold_name(check->arena, name));
}

size_t row_in(const NamedRow *rows, const CheckTable *table)
{
    for (; rows; rows = rows->next)
        if (rows->table == table)
            return rows->row;
    return SIZE_MAX;
}

const NamedRow *row_at_front(const ProseCheck *check, Str text, size_t *ret_len)
{
    const NamedRow *best = NULL;
    Str rest = text;
    while (!str_empty(rest) && text.len - rest.len < NAME_BYTES_MAX) {
        (void)utf8_next(&rest);
        size_t len = text.len - rest.len;
        const NamedRow *rows = len > 3 ? row_named(check, str_slice(text, 0, len)) : NULL;
        if (rows) {
            best = rows;
            *ret_len = len;
        }
    }
    return best;
}

/* The piece that closes the brackets opened after piece `index`. */
static size_t after_brackets(const Sentence *sentence, size_t index)
{
    int depth = sentence->pieces.at[index].depth;
    size_t next = index + 1;
    while (next < sentence->pieces.count && sentence->pieces.at[next].depth > depth)
        next++;
    return next;
}

static void read_brackets(const ProseCheck *check, const Sentence *sentence, size_t from,
                          size_t index, size_t next, ListedName *name)
{
    const Piece *last = &sentence->pieces.at[next - 1];
    size_t end = last->from + last->text.len;
    while (end < sentence->text.len && str_starts(str_after(sentence->text, end), STR("）")))
        end += strlen("）");
    Str whole = str_slice(sentence->text, from, end - from);
    const NamedRow *rows = row_named(check, whole);
    if (rows) {
        name->rows = rows;
        name->text = whole;
    }
    for (size_t i = index + 1; i < next; i++) {
        const Piece *piece = &sentence->pieces.at[i];
        name->is_tie = name->is_tie || str_contains(piece->text, STR("并列"));
        for (size_t k = 0; k < piece->quantity_count; k++) {
            const Quantity *quantity = &sentence->quantities.at[piece->first_quantity + k];
            if (quantity->kind <= QUANTITY_PERCENT && quantity_is_sure(quantity) &&
                piece->quantity_count == 1 && str_empty(quantity->before))
                name->value = quantity;
        }
    }
}

void names_read(const ProseCheck *check, const Sentence *sentence, size_t index, size_t from,
                NameList *ret)
{
    *ret = (NameList){.end = index};
    int depth = sentence->pieces.at[index].depth;
    while (ret->count < NAMES_MAX && ret->end < sentence->pieces.count) {
        const Piece *piece = &sentence->pieces.at[ret->end];
        if (piece->depth < depth)
            return;
        ListedName *name = &ret->at[ret->count];
        size_t start = from > piece->from ? from : piece->from;
        Str text = str_slice(sentence->text, start, piece->from + piece->text.len - start);
        size_t open = str_find(text, STR("等"));
        if (open != STR_NONE && open > 0) {
            ret->is_open = true;
            text = str_slice(text, 0, open);
        }
        *name = (ListedName){.text = text, .rows = row_named(check, text)};
        size_t next = after_brackets(sentence, ret->end);
        if (next > ret->end + 1)
            read_brackets(check, sentence, start, ret->end, next, name);
        ret->count += !str_empty(name->text);
        bool goes_on = sentence->pieces.at[next - 1].after == 0x3001 || piece->after == 0x3001;
        if (next > ret->end + 1) /* after the bracket comes 、 or the list ends */
            goes_on = next < sentence->pieces.count && sentence->pieces.at[next].before == 0x3001;
        /* 、 right after ） leaves an empty piece, which is none. */
        if (!goes_on && next < sentence->pieces.count && next > ret->end + 1) {
            size_t at = sentence->pieces.at[next].from;
            goes_on = at >= 3 && str_equal_c(str_slice(sentence->text, at - 3, 3), "、");
        }
        ret->end = next;
        if (!goes_on || ret->is_open)
            return;
    }
}

static bool is_plain(Str name)
{
    return utf8_count(name) >= 2;
}

static bool ends_alike(Str words, Str name)
{
    size_t runes = 0;
    for (size_t i = 1; i <= words.len && i <= name.len; i++) {
        if (words.at[words.len - i] != name.at[name.len - i])
            break;
        runes += ((unsigned char)words.at[words.len - i] & 0xC0) != 0x80;
    }
    return runes >= ALIKE_RUNES;
}

static bool is_figures(const CheckTable *table, size_t column)
{
    return table->columns[column].role == COLUMN_NUMBER;
}

static void add(size_t ret[COLUMNS_MEANT_MAX], size_t *count, size_t column)
{
    if (*count < COLUMNS_MEANT_MAX)
        ret[(*count)++] = column;
}

/* 前三季度 does not name 三季度. */
static bool goes_on_before(Str words)
{
    return str_ends(words, STR("前")) || str_ends(words, STR("第")) || str_ends(words, STR("后"));
}

static size_t end_of_last(Str words, Str name)
{
    size_t end = 0;
    for (size_t from = 0; from < words.len;) {
        size_t at = str_find(str_after(words, from), name);
        if (at == STR_NONE)
            break;
        from += at + name.len;
        if (!goes_on_before(str_slice(words, 0, from - name.len)))
            end = from;
    }
    return end;
}

/* Columns that the words name in full: those named last, and of these the longest. */
static size_t columns_within(const CheckTable *table, Str words, size_t ret[COLUMNS_MEANT_MAX])
{
    size_t count = 0;
    size_t last = 0;
    size_t longest = 0;
    for (size_t c = 0; c < table->column_count; c++) {
        Str name = table->columns[c].name;
        size_t end = is_figures(table, c) && is_plain(name) ? end_of_last(words, name) : 0;
        if (!end || end < last || (end == last && name.len < longest))
            continue;
        if (end > last || name.len > longest)
            count = 0;
        add(ret, &count, c);
        last = end;
        longest = name.len;
    }
    return count;
}

/* Columns under a group head that the words name: 本月 under 业务量. */
static size_t columns_under(const CheckTable *table, Str words, bool at_end,
                            size_t ret[COLUMNS_MEANT_MAX])
{
    size_t count = 0;
    for (size_t c = 0; c < table->column_count; c++) {
        bool under = false;
        for (size_t level = 0; level + 1 < table->columns[c].level_count; level++) {
            Str head = head_bare_name(table->arena, table->columns[c].heads[level]);
            under = under || (utf8_count(head) >= 3 &&
                              (at_end ? str_ends(words, head) : str_contains(words, head)));
        }
        if (under && is_figures(table, c) && !table->columns[c].percent)
            add(ret, &count, c);
    }
    return count;
}

/* 路况指数 for 路况指数MQI. */
static bool is_shorter(Str words, Str name)
{
    return utf8_count(words) >= 3 && str_starts(name, words);
}

static size_t columns_alike(const CheckTable *table, Str words, size_t ret[COLUMNS_MEANT_MAX])
{
    size_t count = 0;
    for (size_t c = 0; c < table->column_count; c++)
        if (is_figures(table, c) && (ends_alike(words, table->columns[c].name) ||
                                     is_shorter(words, table->columns[c].name)))
            add(ret, &count, c);
    return count;
}

static size_t columns_of_totals(const CheckTable *table, size_t ret[COLUMNS_MEANT_MAX])
{
    static const char *const totals[] = {"总分",     "总得分", "得分",     "综合得分", "合计",
                                         "总计",     "分数",   "考核得分", "考评得分", "总成绩",
                                         "最终得分", "总评",   NULL};
    size_t count = 0;
    for (size_t c = 0; c < table->column_count; c++)
        if (is_figures(table, c) && str_is_one_of(table->columns[c].name, totals))
            add(ret, &count, c);
    if (table->rank_column != SIZE_MAX)
        add(ret, &count, SIZE_MAX);
    return count;
}

/* （一）退单通过率 as 退单通过率. */
static Str without_number(Str heading)
{
    size_t at = str_find(heading, STR(")"));
    if (at != STR_NONE && at < 10)
        return str_after(heading, at + 1);
    at = str_find(heading, STR("、"));
    return at != STR_NONE && at < 10 ? str_after(heading, at + 3) : heading;
}

static size_t columns_told(const CheckTable *table, Str folded, size_t ret[COLUMNS_MEANT_MAX])
{
    static const char *const tails[] = {"排名", "排在", "排序", "扣分", "居",   "位列",
                                        "列",   "的",   "分数", "最高", "情况", "最低",
                                        "位居", "得分", "：",   ":",    NULL};
    Str noun = folded;
    while (text_take_end(&noun, tails))
        ;
    size_t count = columns_within(table, folded, ret);
    if (!count || !str_ends(noun, table->columns[ret[0]].name)) {
        size_t under[COLUMNS_MEANT_MAX];
        size_t of_group = columns_under(table, noun, true, under);
        if (of_group) {
            memcpy(ret, under, sizeof under);
            return of_group;
        }
    }
    count = count ? count : columns_alike(table, noun, ret);
    return count ? count : columns_under(table, noun, false, ret);
}

/* 办件量居前三位: all that stands under the group head 办件量（件）. */
static size_t columns_of_group(Arena *arena, const CheckTable *table, Str words,
                               size_t ret[COLUMNS_MEANT_MAX])
{
    size_t count = 0;
    for (size_t c = 0; c < table->column_count; c++) {
        const CheckColumn *column = &table->columns[c];
        if (column->level_count < 2 || !is_figures(table, c))
            continue;
        Str head = fold_name(arena, column->heads[0]);
        size_t bracket = str_find_byte(head, '(');
        head = bracket == STR_NONE ? head : str_slice(head, 0, bracket);
        if (is_plain(head) && end_of_last(words, head) > 0)
            add(ret, &count, c);
    }
    return count;
}

/* Adds what is not there yet. */
static void add_all(size_t ret[COLUMNS_MEANT_MAX], size_t *count, const size_t *more, size_t many)
{
    for (size_t i = 0; i < many; i++) {
        bool there = false;
        for (size_t j = 0; j < *count; j++)
            there = there || ret[j] == more[i];
        if (!there)
            add(ret, count, more[i]);
    }
}

/* Where the heads may be off by one column, the next one may be what a head names. */
static size_t with_neighbours(const CheckTable *table, size_t ret[COLUMNS_MEANT_MAX], size_t count)
{
    size_t named = count;
    for (size_t i = 0; i < named; i++) {
        if (ret[i] == SIZE_MAX)
            continue;
        if (ret[i] + 1 < table->column_count && is_figures(table, ret[i] + 1))
            add(ret, &count, ret[i] + 1);
        if (ret[i] > 0 && is_figures(table, ret[i] - 1))
            add(ret, &count, ret[i] - 1);
    }
    return count;
}

/* 增幅, 降幅: the changes, where one column alone has them. */
static size_t columns_of_changes(const CheckTable *table, Str words, size_t ret[COLUMNS_MEANT_MAX])
{
    static const char *const told[] = {"增幅", "降幅", "增长最快", "增速", "降速", NULL};
    static const char *const heads[] = {"环比", "同比", "增长率", "增幅", "增速", "增减率", NULL};
    size_t count = 0;
    if (!text_has_any(words, told))
        return 0;
    for (size_t c = 0; c < table->column_count; c++)
        if (is_figures(table, c) && table->columns[c].percent &&
            text_has_any(table->columns[c].name, heads))
            add(ret, &count, c);
    return count;
}

/* What the words say beside times and who is spoken of: nothing in 5月份，前三位的街道是. */
static Str noun_of(Str words)
{
    static const char *const fillers[] = {
        "，",   "；",   "：",   ",",    ";",      ":",      "。",   "其中", "全区", "全市",
        "全县", "全省", "本月", "当月", "本季度", "上半年", "全年", "今年", "月份", "月",
        "年",   "季度", "一",   "二",   "三",     "四",     "各",   "街道", "镇街", "乡镇",
        "部门", "单位", "区县", "的",   "中",     "从",     "看",   "排名", "排",   "居",
        "列",   "位",   "该项", "指标", "扣分",   "数量",   "总量", "在",   "分别", "0",
        "1",    "2",    "3",    "4",    "5",      "6",      "7",    "8",    "9",    NULL};
    while (text_take_front(&words, fillers))
        ;
    while (text_take_end(&words, fillers))
        ;
    return words;
}

/* What stands behind the last comma: 根据系统数据，处置件数 gives 处置件数. */
static Str last_clause(Str words)
{
    const Str commas[] = {STR_INIT("，"), STR_INIT(","), STR_INIT("："), STR_INIT(":")};
    for (size_t i = 0; i < ARRAY_LEN(commas); i++)
        for (size_t at = str_find(words, commas[i]); at != STR_NONE;
             at = str_find(words, commas[i]))
            words = str_after(words, at + commas[i].len);
    return words;
}

static bool shares_two_characters(Str a, Str b)
{
    for (; utf8_count(a) >= 2; (void)utf8_next(&a))
        if (str_contains(b, utf8_prefix(a, 2)))
            return true;
    return false;
}

/* 处置件数最多: 本月处置 or 上月处置, whichever bears it out. */
static size_t columns_akin(const CheckTable *table, Str noun, size_t ret[COLUMNS_MEANT_MAX])
{
    size_t count = 0;
    for (size_t c = 0; c < table->column_count; c++)
        if (is_figures(table, c) && shares_two_characters(noun, table->columns[c].name))
            add(ret, &count, c);
    return count;
}

size_t columns_meant(const ProseCheck *check, const CheckTable *table, Str words, Str context,
                     Str heading, size_t ret[COLUMNS_MEANT_MAX], Meant *ret_meant)
{
    static const char *const total_words[] = {"总分", "得分", "分数", "考核", "考评",
                                              "综合", "成绩", "排名", NULL};
    Arena *arena = check->arena;
    Str near = fold_name(arena, words), far = fold_name(arena, context);
    size_t more[COLUMNS_MEANT_MAX];
    *ret_meant = MEANT_WORDS;
    size_t count = columns_told(table, near, ret);
    add_all(ret, &count, more, columns_of_group(arena, table, near, more));
    add_all(ret, &count, more, columns_of_changes(table, near, more));
    bool of_totals = text_has_any(near, total_words);
    Str noun = noun_of(last_clause(near));
    if (!count && !of_totals && utf8_count(noun) >= 2) {
        count = columns_akin(table, noun, ret);
        /* 信访件最多: what the table is about is in its totals. */
        if (str_contains(fold_name(arena, table->title), noun))
            add_all(ret, &count, more, columns_of_totals(table, more));
    }
    if (!count) {
        *ret_meant = MEANT_CONTEXT;
        count = columns_told(table, far, ret);
        /* 5月份得分前三位 after a clause about another column: the totals may be meant as well. */
        if (of_totals)
            add_all(ret, &count, more, columns_of_totals(table, more));
    }
    if (!count) {
        *ret_meant = MEANT_HEADING;
        count = columns_within(table, without_number(fold_name(arena, heading)), ret);
    }
    bool of_all =
        text_has_any(near, total_words) ||
        (str_empty(noun) && (text_has_any(context, total_words) || utf8_count(context) <= 4));
    if (!count && of_all) {
        *ret_meant = MEANT_TOTAL;
        count = columns_of_totals(table, ret);
    }
    if (!count)
        *ret_meant = MEANT_NOT;
    return table->heads_unsure ? with_neighbours(table, ret, count) : count;
}
