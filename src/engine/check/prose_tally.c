/* 共办理15个项目，情况如下; 优秀的单位3个，良好5个: numbers of rows that the prose tells. */
#include "base/utf8.h"
#include "engine/check/prose_names.h"
#include "engine/check/table_build.h"
#include "port/fold.h"

#define VALUES_MAX 8
#define VALUE_RUNES_MAX 6
#define ROWS_MIN 3
#define NEXT_PARTS_MAX 8
#define NAMES_BYTES_MAX (4 * KIB)

static const char *const things[] = {"个", "家", "名", "件", "宗", "项",
                                     "位", "户", "所", "类", "种", NULL};

static bool is_thing_count(const Quantity *quantity)
{
    return quantity->kind == QUANTITY_COUNT && quantity_is_sure(quantity) && !quantity->places &&
           quantity->scale == 1 && str_is_one_of(quantity->unit, things);
}

static void slip_of_rows(ProseCheck *check, const Quantity *quantity, const CheckTable *table,
                         size_t rows, Str what)
{
    Str unit = str_after(quantity->printed, quantity->number.len);
    prose_slip(check, quantity->sentence, quantity->from,
               (Finding){.kind = FINDING_COUNT,
                         .unit = what,
                         .printed = quantity->printed,
                         .recomputed = str_format(check->arena, "%zu%.*s", rows, STRF(unit)),
                         .cause = str_format(
                             check->arena, "%.*s中%.*s共 %zu 行，与文中所写的 %.*s 不符",
                             STRF(table->name), STRF(what), rows, STRF(quantity->printed))});
}

/* ---- all rows ------------------------------------------------------------------------------- */

/* Whether the sentence says that the table lists what it counts. */
static bool says_listed(const Sentence *sentence, const Piece *piece)
{
    static const char *const below[] = {"如下", "下表", "附表", "附件", "见表", "详见", NULL};
    static const char *const taking_part[] = {"参加", "参评", "参与", "纳入", "考核", "评价",
                                              "评分", "统计", "监测", "通报", "测评", NULL};
    return text_has_any(sentence->text, below) || text_has_any(piece->text, taking_part);
}

/* The table right below the paragraph: nothing but one caption or lead between. */
static const CheckTable *table_below(const ProseCheck *check, const Sentence *sentence)
{
    size_t part = check->prose.paragraphs.at[sentence->paragraph].part;
    for (size_t t = 0; t < check->tables->count; t++) {
        const CheckTable *table = &check->tables->at[t];
        if (table->first_part > part)
            return table->first_part - part <= NEXT_PARTS_MAX ? table : NULL;
    }
    return NULL;
}

/* 项目 of 项目名称. */
static Str noun_of_labels(const CheckTable *table)
{
    static const char *const ends[] = {"名称", "名", "全称", "简称", NULL};
    if (table->label_column == SIZE_MAX)
        return (Str){0};
    Str noun = table->columns[table->label_column].name;
    (void)text_take_end(&noun, ends);
    return noun;
}

static size_t entries_of(const CheckTable *table)
{
    size_t count = 0;
    for (size_t row = 0; row < table->row_count; row++)
        count += table->rows[row].kind == ROW_ENTRY && !table->rows[row].is_copy;
    return count;
}

/* Whether a row has a wrong name, or cells that have moved. */
static bool is_doubtful(const CheckTable *table)
{
    for (size_t row = 0; row < table->row_count; row++)
        if (table->rows[row].is_doubled ||
            (row && table->rows[row].kind == ROW_ENTRY && table->rows[0].kind == ROW_ENTRY &&
             table->rows[row].printed && table->rows[0].printed &&
             table->rows[row].printed->count != table->rows[0].printed->count))
            return true;
    return table->mends.count > 0;
}

static void count_rows(ProseCheck *check, const Sentence *sentence, const Quantity *quantity)
{
    static const char *const parts[] = {"其中", "有", "未", "不", "后", "前", "超", NULL};
    const Piece *piece = &sentence->pieces.at[quantity->piece];
    const CheckTable *table = table_below(check, sentence);
    Str noun = table ? noun_of_labels(table) : (Str){0};
    if (utf8_count(noun) < 2 || piece->depth || !says_listed(sentence, piece) ||
        !str_contains(quantity->before, STR("共")) || text_has_any(quantity->before, parts))
        return;
    bool named = str_starts(quantity->after, noun) || str_contains(quantity->before, noun);
    size_t rows = entries_of(table);
    /* A table that goes on in the next one. */
    for (const CheckTable *next = table + 1;
         next < check->tables->at + check->tables->count && str_equal(noun_of_labels(next), noun);
         next++)
        if (rows * DECIMAL_ONE < (size_t)quantity->value.millionths)
            rows += entries_of(next);
    LIST_EACH (const Quantity, other, &sentence->quantities)
        if (other->kind == QUANTITY_COUNT && other->value.millionths == (int64_t)rows * DECIMAL_ONE)
            return;
    if (named && rows >= ROWS_MIN && !is_doubtful(table))
        slip_of_rows(check, quantity, table, rows, noun);
}

/* ---- rows of one value ---------------------------------------------------------------------- */

/* A column of a few words, as 等次, with how often each stands. */
typedef struct Values {
    const CheckTable *table;
    size_t column;
    Str at[VALUES_MAX];
    size_t rows[VALUES_MAX];
    size_t count;
} Values;
LIST_OF(Values, ValuesList);

/* A of A级. */
static bool is_letter(Str text)
{
    return text.len == 1 && text.at[0] >= 'A' && text.at[0] <= 'E';
}

static bool values_read(const CheckTable *table, size_t column, Values *ret)
{
    *ret = (Values){.table = table, .column = column};
    if (table->columns[column].role != COLUMN_TEXT || column == table->label_column)
        return false;
    for (size_t row = 0; row < table->row_count; row++) {
        Str text = table_text(table, row, column);
        size_t i = 0;
        if (table->rows[row].kind != ROW_ENTRY || str_empty(text))
            continue;
        while (i < ret->count && !str_equal(ret->at[i], text))
            i++;
        if (i == VALUES_MAX || utf8_count(text) > VALUE_RUNES_MAX ||
            (utf8_count(text) < 2 && !is_letter(text)))
            return false;
        if (i == ret->count)
            ret->at[ret->count++] = text;
        ret->rows[i]++;
    }
    return ret->count >= 2;
}

/* The value that the words name last; SIZE_MAX = none. 不合格 is no 合格. */
static size_t value_named(const Values *values, Str words)
{
    size_t best = SIZE_MAX;
    size_t end = 0;
    for (size_t i = 0; i < values->count; i++)
        for (size_t from = 0, at;
             (at = str_find(str_after(words, from), values->at[i])) != STR_NONE;) {
            from += at + values->at[i].len;
            Str front = str_slice(words, 0, from - values->at[i].len);
            bool not = str_ends(front, STR("不")) || str_ends(front, STR("未")) ||
                       str_ends(front, STR("基本")) || str_ends(front, STR("非"));
            Str behind = str_after(words, from);
            not = not || (is_letter(values->at[i]) && !str_starts(behind, STR("级")) &&
                          !str_starts(behind, STR("等")) && !str_starts(behind, STR("档")));
            bool longer =
                best != SIZE_MAX && from == end && values->at[i].len > values->at[best].len;
            if (!not &&(from > end || longer)) {
                best = i;
                end = from;
            }
        }
    return best;
}

static bool tells_rows(const Values *values, const Quantity *quantity, size_t *ret_value)
{
    static const char *const others[] = {"环比", "同比", "上季", "上年", "去年", "率", "占", NULL};
    *ret_value = is_thing_count(quantity) && quantity_is_stated(quantity) &&
                         !text_has_any(quantity->before, others)
                     ? value_named(values, quantity->before)
                     : SIZE_MAX;
    return *ret_value != SIZE_MAX;
}

/* Of several numbers of one sentence most must hold before one is wrong. */
static void count_values(ProseCheck *check, const Sentence *sentence, const Values *values)
{
    size_t holding = 0;
    size_t entries = entries_of(values->table);
    const Quantity *failing = NULL;
    size_t failing_value = 0;
    size_t failures = 0;
    LIST_EACH (const Quantity, quantity, &sentence->quantities) {
        size_t value;
        if (!tells_rows(values, quantity, &value)) {
            holding += is_thing_count(quantity) &&
                       quantity->value.millionths == (int64_t)entries * DECIMAL_ONE;
            continue;
        }
        if (quantity->value.millionths == (int64_t)values->rows[value] * DECIMAL_ONE) {
            holding++;
            continue;
        }
        failures++;
        failing = quantity;
        failing_value = value;
    }
    if (failures == 1 && holding >= 2 && !is_doubtful(values->table))
        slip_of_rows(check, failing, values->table, values->rows[failing_value],
                     values->at[failing_value]);
}

static void join(Buf *to, Str name)
{
    if (to->len)
        buf_add_c(to, "、");
    buf_add(to, name);
}

static void tell_names(ProseCheck *check, const Sentence *sentence, const Values *values,
                       size_t value, Str wrong, Str missing, size_t at)
{
    prose_slip(
        check, sentence, at,
        (Finding){.kind = FINDING_LIST,
                  .unit = str_empty(wrong) ? missing : wrong,
                  .printed = str_empty(wrong) ? STR("未列入") : wrong,
                  .recomputed = str_empty(missing) ? STR("不应列入") : missing,
                  .cause = str_format(check->arena, "按%.*s「%.*s」，「%.*s」的名单与文中所列不符",
                                      STRF(values->table->name),
                                      STRF(values->table->columns[values->column].printed),
                                      STRF(values->at[value]))});
}

/* 评定为优秀的单位共3个：A、B、C. */
static void list_values(ProseCheck *check, const Sentence *sentence, const Values *values,
                        size_t index)
{
    const Piece *piece = &sentence->pieces.at[index];
    size_t value = value_named(values, piece->text);
    if (value == SIZE_MAX || piece->after != 0xFF1A || index + 1 >= sentence->pieces.count)
        return;
    NameList names;
    size_t at = sentence->pieces.at[index + 1].from;
    names_read(check, sentence, index + 1, at, &names);
    Buf wrong = buf_create(check->arena, NAMES_BYTES_MAX);
    Buf missing = buf_create(check->arena, NAMES_BYTES_MAX);
    size_t right = 0;
    size_t known = 0;
    for (size_t i = 0; i < names.count; i++) {
        size_t row = row_in(names.at[i].rows, values->table);
        bool has = row != SIZE_MAX &&
                   str_equal(table_text(values->table, row, values->column), values->at[value]);
        known += row != SIZE_MAX;
        right += has;
        if (row != SIZE_MAX && !has)
            join(&wrong, names.at[i].text);
    }
    for (size_t row = 0; row < values->table->row_count && !names.is_open; row++) {
        bool listed = false;
        for (size_t i = 0; i < names.count; i++)
            for (const NamedRow *rows = names.at[i].rows; rows; rows = rows->next)
                listed = listed || (rows->table == values->table && rows->row == row);
        if (!listed && values->table->rows[row].kind == ROW_ENTRY &&
            str_equal(table_text(values->table, row, values->column), values->at[value]))
            join(&missing, values->table->rows[row].label);
    }
    bool most = known == names.count && names.count >= 2 && right * 2 >= names.count;
    if (most && (wrong.len || missing.len) && !is_doubtful(values->table))
        tell_names(check, sentence, values, value, buf_str(&wrong), buf_str(&missing), at);
}

static const ValuesList *values_of_tables(ProseCheck *check)
{
    if (check->values)
        return check->values;
    ValuesList *list = NEW(check->arena, ValuesList, 1);
    *list = (ValuesList){0};
    for (size_t t = 0; t < check->tables->count; t++)
        for (size_t c = 0; c < check->tables->at[t].column_count; c++) {
            Values values;
            if (values_read(&check->tables->at[t], c, &values))
                *LIST_ADD(check->arena, list) = values;
        }
    check->values = list;
    return list;
}

void prose_tally(ProseCheck *check, const Sentence *sentence)
{
    if (!check->tables || !check->tables->count || !sentence->quantities.count)
        return;
    LIST_EACH (const Quantity, quantity, &sentence->quantities)
        if (is_thing_count(quantity) && quantity_is_stated(quantity))
            count_rows(check, sentence, quantity);
    LIST_EACH (const Values, values, values_of_tables(check)) {
        count_values(check, sentence, values);
        for (size_t i = 0; i < sentence->pieces.count; i++)
            list_values(check, sentence, values, i);
    }
}
