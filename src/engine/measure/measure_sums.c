/* Many records added up in memory: for imports and generators, and to compare what is kept with
 * the records themselves. */
#include "base/dict.h"
#include "engine/access/access.h"
#include "engine/measure/measure_set.h"
#include "port/json.h"
#include "sql_ids.h"

#define ROWS_PER_STATEMENT 500
#define ROW_BYTES_MAX ((size_t)8 * KIB)

/* All measures of a unit and a day. */
typedef struct Cell {
    Date day;
    int64_t unit_id;
    int64_t *values; /* by the number of the measure; of distinct ones: how many values */
    bool *kept;      /* by the same: a row of it was found when comparing */
} Cell;
LIST_OF(Cell *, CellList);

/* A value of a distinct measure. */
typedef struct Word {
    Cell *cell;
    size_t measure;
    Str words;
    int64_t records;
    bool kept;
} Word;
LIST_OF(Word *, WordList);

struct MeasureSums {
    const MeasureSet *set;
    Dict cells; /* by day and unit */
    CellList cell_list;
    Dict words; /* by measure, day, unit and words */
    WordList word_list;
    Cell *last;
};

/* A row of either table. */
typedef struct Kept {
    Str code;
    Date day;
    int64_t unit_id;
    int64_t value;
    Str words;
} Kept;
static const Field kept_fields[] = {
    FIELD(Kept, code, "计数", 0),  FIELD(Kept, day, "日期", 0), FIELD(Kept, unit_id, "单位编号", 0),
    FIELD(Kept, value, "数值", 0), FIELD(Kept, words, "值", 0),
};
static const Shape kept_shape = SHAPE(Kept, kept_fields);

typedef struct CellKey {
    int64_t unit_id;
    int64_t day;
} CellKey;

bool measure_sums_create(Ctx *ctx, const MeasureSet *set, MeasureSums **ret)
{
    MeasureSums *sums = NEW(ctx->arena, MeasureSums, 1);
    sums->set = set;
    sums->cells = dict_create(ctx->arena);
    sums->words = dict_create(ctx->arena);
    *ret = sums;
    return true;
}

static Cell *cell_of(Ctx *ctx, MeasureSums *sums, Date day, int64_t unit_id)
{
    CellKey key = {unit_id, day.days};
    Str text = {(const char *)&key, sizeof key};
    Cell *cell = sums->last;
    if (cell && cell->day.days == day.days && cell->unit_id == unit_id)
        return cell;
    cell = dict_get(&sums->cells, text);
    if (!cell) {
        cell = NEW(ctx->arena, Cell, 1);
        cell->day = day;
        cell->unit_id = unit_id;
        cell->values = NEW(ctx->arena, int64_t, sums->set->items.count);
        cell->kept = NEW(ctx->arena, bool, sums->set->items.count);
        dict_put(&sums->cells, str_copy(ctx->arena, text), cell);
        *LIST_ADD(ctx->arena, &sums->cell_list) = cell;
    }
    sums->last = cell;
    return cell;
}

static Str word_key(Arena *arena, size_t measure, const Cell *cell, Str words)
{
    return str_format(arena, "%zu %d %lld %.*s", measure, cell->day.days, (long long)cell->unit_id,
                      STRF(words));
}

static void count_word(Ctx *ctx, MeasureSums *sums, size_t measure, Cell *cell, Str words, int sign)
{
    Str key = word_key(ctx->arena, measure, cell, words);
    Word *word = dict_get(&sums->words, key);
    if (!word) {
        word = NEW(ctx->arena, Word, 1);
        *word = (Word){.cell = cell, .measure = measure, .words = str_copy(ctx->arena, words)};
        dict_put(&sums->words, key, word);
        *LIST_ADD(ctx->arena, &sums->word_list) = word;
    }
    bool was = word->records != 0;
    word->records += sign;
    cell->values[measure] += (word->records != 0) - was;
}

bool measure_sums_count(Ctx *ctx, MeasureSums *sums, const void *facts, int sign)
{
    for (size_t i = 0; i < sums->set->items.count; i++) {
        const Measure *measure = &sums->set->items.at[i];
        MeasureTally tally = measure_tally(sums->set, measure, facts);
        if (!tally.counts)
            continue;
        Cell *cell = cell_of(ctx, sums, tally.day, tally.unit_id);
        if (measure->kind == MEASURE_DISTINCT)
            count_word(ctx, sums, i, cell, tally.words, sign);
        else
            cell->values[i] += sign * tally.value;
    }
    return true;
}

/* ---- writing ----------------------------------------------------------------------------------
 */

/* Rows gathered for one statement. */
typedef struct Batch {
    const MeasureSums *sums;
    int statement;
    Buf rows;
    size_t count;
} Batch;

static Batch batch_of(Ctx *ctx, const MeasureSums *sums, int statement)
{
    return (Batch){sums, statement, buf_create(ctx->arena, ROWS_PER_STATEMENT * ROW_BYTES_MAX), 0};
}

static bool batch_write(Ctx *ctx, Batch *batch)
{
    if (batch->count == 0)
        return true;
    buf_add_byte(&batch->rows, ']');
    if (!buf_ok(&batch->rows))
        return fail(ctx, FAIL_TOO_LARGE, "计数的值过长");
    bool done = db_run(
        ctx, batch->statement,
        BINDS({"measures", bind(batch->sums->set->code)}, {"rows", bind(buf_str(&batch->rows))}),
        /* changed= */ NULL);
    buf_clear(&batch->rows);
    batch->count = 0;
    return done;
}

static bool batch_add(Ctx *ctx, Batch *batch, const Cell *cell, size_t measure, int64_t value,
                      Str words)
{
    buf_format(&batch->rows, "%s[\"%.*s\",%d,%lld,%lld", batch->count ? "," : "[",
               STRF(batch->sums->set->items.at[measure].code), cell->day.days,
               (long long)cell->unit_id, (long long)value);
    if (!str_empty(words)) {
        buf_add_byte(&batch->rows, ',');
        JsonWriter json = json_writer(&batch->rows);
        json_str(&json, words);
    }
    buf_add_byte(&batch->rows, ']');
    return ++batch->count < ROWS_PER_STATEMENT || batch_write(ctx, batch);
}

static bool add_cells(Ctx *ctx, const MeasureSums *sums)
{
    Batch batch = batch_of(ctx, sums, SQL_MEASURE_DAY_ADD);
    LIST_EACH (Cell *, at, &sums->cell_list)
        for (size_t i = 0; i < sums->set->items.count; i++)
            if ((*at)->values[i] && sums->set->items.at[i].kind != MEASURE_DISTINCT &&
                !batch_add(ctx, &batch, *at, i, (*at)->values[i], STR("")))
                return false;
    return batch_write(ctx, &batch);
}

static bool add_words(Ctx *ctx, const MeasureSums *sums)
{
    Batch batch = batch_of(ctx, sums, SQL_MEASURE_VALUE_ADD_ALL);
    LIST_EACH (Word *, at, &sums->word_list)
        if ((*at)->records &&
            !batch_add(ctx, &batch, (*at)->cell, (*at)->measure, (*at)->records, (*at)->words))
            return false;
    return batch_write(ctx, &batch) &&
           db_run(ctx, SQL_MEASURE_VALUE_SWEEP, BINDS({"measures", bind(sums->set->code)}),
                  /* changed= */ NULL);
}

/* Whether a value is new to its day is known only when it has been added. */
static bool recount_words(Ctx *ctx, const MeasureSums *sums)
{
    Batch batch = batch_of(ctx, sums, SQL_MEASURE_DAY_RECOUNT);
    Dict done = dict_create(ctx->arena);
    LIST_EACH (Word *, at, &sums->word_list) {
        const Word *word = *at;
        Str key = word_key(ctx->arena, word->measure, word->cell, STR(""));
        if (!word->records || dict_has(&done, key))
            continue;
        dict_put(&done, key, *at);
        if (!batch_add(ctx, &batch, word->cell, word->measure, 0, STR("")))
            return false;
    }
    return batch_write(ctx, &batch);
}

static bool add_all(Ctx *ctx, const MeasureSums *sums)
{
    return add_cells(ctx, sums) &&
           (sums->word_list.count == 0 || (add_words(ctx, sums) && recount_words(ctx, sums)));
}

bool measure_sums_add(Ctx *ctx, const MeasureSums *sums)
{
    const DbScope *mine = scope_lift(ctx);
    bool done = add_all(ctx, sums);
    scope_lower(ctx, mine);
    return done;
}

/* ---- comparing --------------------------------------------------------------------------------
 */

typedef struct Comparison {
    const MeasureSums *sums;
    int64_t different;
    Str first;
} Comparison;

static void differ(Ctx *ctx, Comparison *comparison, const Measure *measure, const Kept *kept,
                   int64_t counted)
{
    Buf day = buf_create(ctx->arena, 32);
    if (comparison->different++)
        return;
    date_print(&day, kept->day);
    comparison->first =
        str_format(ctx->arena, "单位%lld %.*s「%.*s」：存%lld，重算%lld", (long long)kept->unit_id,
                   STRF(buf_str(&day)), STRF(measure ? measure->name : kept->code),
                   (long long)kept->value, (long long)counted);
}

static size_t number_of(const MeasureSet *set, const Measure *measure)
{
    return measure ? (size_t)(measure - set->items.at) : 0;
}

static bool compare_day(Ctx *ctx, void *row, void *self)
{
    const Kept *kept = row;
    Comparison *comparison = self;
    const MeasureSet *set = comparison->sums->set;
    CellKey key = {kept->unit_id, kept->day.days};
    Cell *cell = dict_get(&comparison->sums->cells, (Str){(const char *)&key, sizeof key});
    const Measure *measure = measure_of(set, kept->code);
    size_t at = number_of(set, measure);
    int64_t counted = cell && measure ? cell->values[at] : 0;
    if (cell && measure)
        cell->kept[at] = true;
    if (counted != kept->value)
        differ(ctx, comparison, measure, kept, counted);
    return true;
}

static bool compare_word(Ctx *ctx, void *row, void *self)
{
    const Kept *kept = row;
    Comparison *comparison = self;
    const MeasureSet *set = comparison->sums->set;
    const Measure *measure = measure_of(set, kept->code);
    Cell place = {.day = kept->day, .unit_id = kept->unit_id};
    ArenaMark mark = arena_mark(ctx->arena);
    Str key = word_key(ctx->arena, number_of(set, measure), &place, kept->words);
    Word *word = measure ? dict_get(&comparison->sums->words, key) : NULL;
    arena_rewind(ctx->arena, mark);
    if (word)
        word->kept = true;
    if ((word ? word->records : 0) != kept->value)
        differ(ctx, comparison, measure, kept, word ? word->records : 0);
    return true;
}

static void forget_kept(const MeasureSums *sums)
{
    LIST_EACH (Cell *, at, &sums->cell_list)
        memset((*at)->kept, 0, sums->set->items.count * sizeof(bool));
    LIST_EACH (Word *, at, &sums->word_list)
        (*at)->kept = false;
}

/* What the sums have and nobody kept. */
static void find_missing(Ctx *ctx, Comparison *comparison)
{
    const MeasureSums *sums = comparison->sums;
    LIST_EACH (Cell *, at, &sums->cell_list)
        for (size_t i = 0; i < sums->set->items.count; i++) {
            const Measure *measure = &sums->set->items.at[i];
            Kept none = {.code = measure->code, .day = (*at)->day, .unit_id = (*at)->unit_id};
            if ((*at)->values[i] && !(*at)->kept[i])
                differ(ctx, comparison, measure, &none, (*at)->values[i]);
        }
    LIST_EACH (Word *, at, &sums->word_list) {
        const Cell *cell = (*at)->cell;
        const Measure *measure = &sums->set->items.at[(*at)->measure];
        Kept none = {.code = measure->code, .day = cell->day, .unit_id = cell->unit_id};
        if ((*at)->records && !(*at)->kept)
            differ(ctx, comparison, measure, &none, (*at)->records);
    }
}

bool measure_sums_compare(Ctx *ctx, const MeasureSums *sums, int64_t *ret_different, Str *ret_first)
{
    Comparison comparison = {.sums = sums};
    Kept row;
    Binds binds = BINDS({"measures", bind(sums->set->code)});
    const DbScope *mine = scope_lift(ctx);
    forget_kept(sums);
    bool done =
        measures_settle(ctx) &&
        db_each(ctx, SQL_MEASURE_DAY_ALL, binds, &kept_shape, &row, compare_day, &comparison) &&
        db_each(ctx, SQL_MEASURE_VALUE_ALL, binds, &kept_shape, &row, compare_word, &comparison);
    scope_lower(ctx, mine);
    if (!done)
        return false;
    find_missing(ctx, &comparison);
    *ret_different = comparison.different;
    *ret_first = comparison.first;
    return true;
}

static bool replace_all(Ctx *ctx, const MeasureSums *sums)
{
    Binds binds = BINDS({"measures", bind(sums->set->code)});
    return db_run(ctx, SQL_MEASURE_DAY_CLEAR, binds, /* changed= */ NULL) &&
           db_run(ctx, SQL_MEASURE_VALUE_CLEAR, binds, /* changed= */ NULL) && add_all(ctx, sums);
}

bool measure_sums_replace(Ctx *ctx, const MeasureSums *sums, int64_t *ret_changed)
{
    Str first;
    if (!measure_sums_compare(ctx, sums, ret_changed, &first))
        return false;
    const DbScope *mine = scope_lift(ctx);
    bool done = replace_all(ctx, sums);
    scope_lower(ctx, mine);
    return done;
}
