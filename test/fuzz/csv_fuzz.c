/* CSV of any encoding; what was read is written and must read back the same. */
#include "fuzz.h"
#include "port/csv.h"

#define WRITTEN_BYTES_MAX (32 * MIB)

static void assert_same(const Grid *grid, const Grid *again)
{
    FUZZ_ASSERT(again->rows.count == grid->rows.count);
    for (size_t r = 0; r < grid->rows.count; r++) {
        for (size_t c = 0; c < grid->column_count; c++)
            FUZZ_ASSERT(str_equal(grid_text(grid, r, c), grid_text(again, r, c)));
    }
}

static void put_grid(Buf *to, const Grid *grid)
{
    LIST_EACH (const GridRow, row, &grid->rows) {
        for (size_t c = 0; c < row->count; c++)
            csv_put(to, c == 0, row->cells[c].text, row->cells[c].is_number);
        csv_end_row(to);
    }
}

static void try_csv(Ctx *ctx, Str input)
{
    Grid grid = {0};
    Grid again = {0};
    TextEncoding encoding = ENCODING_UTF8;
    if (!csv_read_bytes(ctx, input, &grid, &encoding)) {
        FUZZ_ASSERT(ctx->fail.code != FAIL_NONE && !str_empty(ctx->fail.message));
        return;
    }
    /* With one column there is no separator on the head line to be found. */
    if (grid.rows.count == 0 || grid.column_count < 2)
        return;
    Buf out = buf_create(ctx->arena, WRITTEN_BYTES_MAX);
    for (size_t c = 0; c < grid.column_count; c++)
        csv_put(&out, c == 0, STR("head"), false);
    csv_end_row(&out);
    put_grid(&out, &grid);
    if (!buf_ok(&out))
        return;
    FUZZ_ASSERT(csv_read(ctx, buf_str(&out), &again));
    again.rows.at++;
    again.rows.count--;
    assert_same(&grid, &again);
}

FUZZ(try_csv)
