#include "engine/report/prose.h"

#include "engine/report/prose_pack.h"

#define LINE_BYTES_MAX (1 * MIB)

ProseValue prose_number(Decimal number, int places)
{
    return (ProseValue){.kind = PROSE_NUMBER, .number = number, .places = places};
}

ProseValue prose_percent(Decimal number, int places)
{
    return (ProseValue){.kind = PROSE_PERCENT, .number = number, .places = places};
}

ProseValue prose_count(int64_t count)
{
    return prose_number(decimal_of(count), 0);
}

ProseValue prose_words(Str text)
{
    return (ProseValue){.kind = str_empty(text) ? PROSE_ABSENT : PROSE_TEXT, .text = text};
}

ProseValue prose_list(const ProseEntry *entries, size_t count)
{
    return (ProseValue){
        .kind = count > 0 ? PROSE_LIST : PROSE_ABSENT, .entries = entries, .entry_count = count};
}

/* What is being written, and for whom. */
typedef struct Writer {
    Ctx *ctx;
    const ProseProvider *provider;
    BlockList *blocks;
} Writer;

/* *ret is empty when the template is absent or there is none. */
static bool write_line(Ctx *ctx, const ProseProvider *provider, const Template *text, Str *ret)
{
    *ret = (Str){0};
    if (!text)
        return true;
    Buf line = buf_create(ctx->arena, LINE_BYTES_MAX);
    bool present;
    if (!template_write(ctx, text, provider, &line, &present))
        return false;
    if (present)
        *ret = buf_str(&line);
    return true;
}

/* The lines that are present. */
static bool write_lines(Ctx *ctx, const ProseProvider *provider, const TemplateList *texts,
                        Str **ret, size_t *ret_count)
{
    Str *lines = NEW(ctx->arena, Str, texts->count + 1);
    size_t count = 0;
    LIST_EACH (Template *, text, texts) {
        if (!write_line(ctx, provider, *text, &lines[count]))
            return false;
        count += !str_empty(lines[count]);
    }
    *ret = lines;
    *ret_count = count;
    return true;
}

/* Several lines as one text with newlines. */
static bool write_joined(Ctx *ctx, const ProseProvider *provider, const TemplateList *texts,
                         Str *ret)
{
    Str *lines;
    size_t count;
    if (!write_lines(ctx, provider, texts, &lines, &count))
        return false;
    Buf text = buf_create(ctx->arena, LINE_BYTES_MAX);
    for (size_t i = 0; i < count; i++) {
        buf_add_c(&text, i > 0 ? "\n" : "");
        buf_add(&text, lines[i]);
    }
    *ret = buf_str(&text);
    return true;
}

static bool all_hold(Writer *writer, const ProseNode *node, bool *ret)
{
    *ret = true;
    for (size_t i = 0; i < node->condition_count && *ret; i++)
        if (!template_holds(writer->ctx, &node->conditions[i], writer->provider, ret))
            return false;
    return true;
}

static bool write_paragraph(Writer *writer, const ProseNode *node)
{
    Str lead, text;
    if (!write_line(writer->ctx, writer->provider, node->lead, &lead) ||
        !write_line(writer->ctx, writer->provider, node->text, &text))
        return false;
    if (str_empty(text) || (node->lead && str_empty(lead)))
        return true;
    *LIST_ADD(writer->ctx->arena, writer->blocks) =
        (Block){.kind = BLOCK_PARAGRAPH, .lead = lead, .text = text};
    return true;
}

static bool write_list(Writer *writer, const ProseNode *node)
{
    Block block = {.kind = BLOCK_LIST};
    if (!write_lines(writer->ctx, writer->provider, &node->items, &block.items, &block.item_count))
        return false;
    if (block.item_count > 0)
        *LIST_ADD(writer->ctx->arena, writer->blocks) = block;
    return true;
}

static bool write_nodes(Writer *writer, const ProseNodeList *nodes, int level);

/* A heading stands before what is under it, and goes again when nothing came. */
static bool write_section(Writer *writer, const ProseNode *node, int level, int64_t *number)
{
    Str text;
    if (!write_line(writer->ctx, writer->provider, node->text, &text))
        return false;
    if (str_empty(text))
        return true;
    size_t place = writer->blocks->count;
    *LIST_ADD(writer->ctx->arena, writer->blocks) = (Block){.kind = BLOCK_HEADING, .level = level};
    if (!write_nodes(writer, &node->children, level + 1))
        return false;
    if (writer->blocks->count == place + 1) {
        writer->blocks->count = place;
        return true;
    }
    Str ordinal = prose_heading_number(writer->ctx->arena, level, ++*number);
    writer->blocks->at[place].text =
        str_format(writer->ctx->arena, "%.*s%.*s", STRF(ordinal), STRF(text));
    return true;
}

static bool write_node(Writer *writer, const ProseNode *node, int level, int64_t *number)
{
    bool holds;
    if (!all_hold(writer, node, &holds))
        return false;
    if (!holds)
        return true;
    switch (node->kind) {
    case NODE_PARAGRAPH:
        return write_paragraph(writer, node);
    case NODE_LIST:
        return write_list(writer, node);
    case NODE_HEADING:
        return write_section(writer, node, level, number);
    case NODE_SLOT:
        break;
    }
    const ProseProvider *provider = writer->provider;
    return !provider->slot ||
           provider->slot(writer->ctx, provider->self, node->slot, writer->blocks);
}

static bool write_nodes(Writer *writer, const ProseNodeList *nodes, int level)
{
    int64_t number = 0;
    LIST_EACH (ProseNode, node, nodes) {
        if (!write_node(writer, node, level, &number))
            return false;
    }
    return true;
}

bool prose_write(Ctx *ctx, const Prose *prose, const ProseProvider *provider, Document *document)
{
    struct {
        const Template *from;
        Str *to;
    } lines[] = {
        {prose->number, &document->number},   {prose->addressee, &document->addressee},
        {prose->contact, &document->contact}, {prose->disclosure, &document->disclosure},
        {prose->copies, &document->copies},   {prose->printed_by, &document->printed_by},
    };
    for (size_t i = 0; i < ARRAY_LEN(lines); i++)
        if (!write_line(ctx, provider, lines[i].from, lines[i].to))
            return false;
    if (!write_joined(ctx, provider, &prose->mark, &document->mark) ||
        !write_joined(ctx, provider, &prose->title, &document->title) ||
        !write_lines(ctx, provider, &prose->issuers, &document->issuers, &document->issuer_count))
        return false;
    Writer writer = {.ctx = ctx, .provider = provider, .blocks = &document->blocks};
    return write_nodes(&writer, &prose->text, /* level= */ 1);
}

bool prose_texts(Ctx *ctx, const Prose *prose, Str name, const ProseProvider *provider,
                 Str **ret_items, size_t *ret_count)
{
    static const TemplateList none = {0};
    const TemplateList *texts = dict_get(&prose->texts, name);
    return write_lines(ctx, provider, texts ? texts : &none, ret_items, ret_count);
}

bool prose_text(Ctx *ctx, const Prose *prose, Str name, const ProseProvider *provider, Str *ret)
{
    static const TemplateList none = {0};
    const TemplateList *texts = dict_get(&prose->texts, name);
    return write_joined(ctx, provider, texts ? texts : &none, ret);
}
