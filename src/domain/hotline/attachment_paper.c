#include "domain/hotline/attachment_paper.h"

#include "port/paper.h"

static const Field row_fields[] = {FIELD_TEXTS(PaperRowView, cells, "单元格")};
static const Shape row_shape = SHAPE(PaperRowView, row_fields);

static const Field part_fields[] = {
    FIELD(PaperPartView, kind, "种类", 0),
    FIELD(PaperPartView, level, "级别", 0),
    FIELD(PaperPartView, text, "文字", 0),
    FIELD_LIST(PaperPartView, rows, "行", &row_shape),
};
static const Shape part_shape = SHAPE(PaperPartView, part_fields);

static const Field paper_fields[] = {
    FIELD(AttachmentPaper, name, "文件名", 0),
    FIELD_LIST(AttachmentPaper, parts, "段落和表格", &part_shape),
    FIELD(AttachmentPaper, cut, "没有全部列出", 0),
};
const Shape attachment_paper_shape = SHAPE(AttachmentPaper, paper_fields);

/* All rows are as wide as the widest, so that a table has its form. */
static void add_rows(Ctx *ctx, const Grid *grid, PaperPartView *part, size_t *rows,
                     AttachmentPaper *paper)
{
    for (size_t row = 0; row < grid->rows.count; row++) {
        if (*rows == ATTACHMENT_PAPER_ROWS_MAX) {
            paper->cut = true;
            return;
        }
        PaperRowView *view = LIST_ADD(ctx->arena, &part->rows);
        for (size_t column = 0; column < grid->column_count; column++)
            *LIST_ADD(ctx->arena, &view->cells) = grid_text(grid, row, column);
        *rows += 1;
    }
}

static const char *name_of(PaperPartKind kind)
{
    switch (kind) {
    case PAPER_HEADING:
        return "heading";
    case PAPER_PARAGRAPH:
        return "paragraph";
    case PAPER_TABLE:
        break;
    }
    return "table";
}

bool attachment_paper(Ctx *ctx, const Order *order, int64_t id, AttachmentPaper *ret)
{
    FileBody file = {0};
    Paper paper = {0};
    size_t rows = 0;
    if (!attachment_get(ctx, order, id, /* thumbnail= */ false, &file))
        return false;
    if (!str_ends(file.name, STR(".docx"))) {
        fail(ctx, FAIL_INVALID, "「%.*s」不是 Word 文档", STRF(file.name));
        return fail_hint(ctx, "其他附件请下载");
    }
    if (!paper_read(ctx, file.name, file.bytes, &paper))
        return fail_while(ctx, "预览附件「%.*s」", STRF(file.name));
    *ret = (AttachmentPaper){.name = file.name};
    LIST_EACH (const PaperPart, part, &paper.parts) {
        if (ret->parts.count == ATTACHMENT_PAPER_PARTS_MAX) {
            ret->cut = true;
            break;
        }
        PaperPartView *view = LIST_ADD(ctx->arena, &ret->parts);
        *view = (PaperPartView){
            .kind = str_of(name_of(part->kind)), .level = part->level, .text = part->text};
        if (part->kind == PAPER_TABLE)
            add_rows(ctx, part->grid, view, &rows, ret);
    }
    return true;
}
