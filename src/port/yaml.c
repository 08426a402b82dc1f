#include "port/yaml.h"

#include "base/dict.h"

#include <yaml.h>

/* A list or map that is still open while the events of its content come in. */
typedef struct Open {
    YamlNode *node;
    Dict seen; /* keys of a map */
    size_t cap;
    bool has_key; /* the last entry of a map waits for its value */
} Open;

typedef struct Reader {
    Ctx *ctx;
    Str file;
    yaml_parser_t parser;
    Open open[YAML_DEPTH_MAX];
    size_t depth;
    YamlNode *root;
} Reader;

/* What libyaml says, and what a person should read instead. */
static const struct {
    const char *found;
    const char *message;
    const char *hint;
} translations[] = {
    {"found character that cannot start any token", "此处的字符不能作为开头",
     "缩进请用空格而不是制表符；含特殊字符的文字请加引号"},
    {"tab character", "行首有制表符", "缩进请用空格而不是制表符"},
    {"mapping values are not allowed", "此处不能再出现「键: 值」",
     "请检查上一行的缩进；含冒号的文字请加引号"},
    {"did not find expected key", "缩进与上文不一致，或缺少「键:」", "同一层的各行请对齐"},
    {"could not find expected ':'", "键的后面缺少冒号", "写作「键: 值」，冒号后留一个空格"},
    {"did not find expected '-' indicator", "列表中缺少「- 」", "同一列表的各项请对齐"},
    {"found unexpected end of stream", "引号没有闭合", "请补上结尾的引号"},
    {"did not find expected ',' or ']'", "方括号列表没有闭合或缺少逗号", "请补上「]」或「,」"},
    {"did not find expected ',' or '}'", "花括号没有闭合或缺少逗号", "请补上「}」或「,」"},
    {"UTF-8", "不是 UTF-8 编码的文字", "请另存为 UTF-8 编码"},
    {"control characters", "含有不可见的控制字符", "请删除该字符"},
};

static bool fail_place(Ctx *ctx, Str file, int line, int column)
{
    return fail_at(ctx, (Place){.file = file, .line = line, .column = column});
}

static int line_of(yaml_mark_t mark)
{
    return (int)mark.line + 1;
}

static int column_of(yaml_mark_t mark)
{
    return (int)mark.column + 1;
}

static bool fail_event(Reader *reader, const yaml_event_t *event, const char *message,
                       const char *hint)
{
    fail(reader->ctx, FAIL_SYNTAX, "%s", message);
    fail_hint(reader->ctx, "%s", hint);
    return fail_place(reader->ctx, reader->file, line_of(event->start_mark),
                      column_of(event->start_mark));
}

static bool fail_libyaml(Reader *reader)
{
    yaml_parser_t *parser = &reader->parser;
    Str problem = str_of(parser->problem);
    const char *message = "YAML 写法有误";
    const char *hint = "请对照随程序提供的同类文件检查这一行";
    for (size_t i = 0; i < ARRAY_LEN(translations); i++) {
        if (str_contains(problem, str_of(translations[i].found))) {
            message = translations[i].message;
            hint = translations[i].hint;
            break;
        }
    }
    fail(reader->ctx, FAIL_SYNTAX, "%s", message);
    fail_detail(reader->ctx, "libyaml: %.*s", STRF(problem));
    fail_hint(reader->ctx, "%s", hint);
    yaml_mark_t mark = parser->error == YAML_READER_ERROR ? parser->mark : parser->problem_mark;
    return fail_place(reader->ctx, reader->file, line_of(mark), column_of(mark));
}

static YamlNode *node_at(Reader *reader, YamlKind kind, const yaml_event_t *event)
{
    YamlNode *node = NEW(reader->ctx->arena, YamlNode, 1);
    node->kind = kind;
    node->file = reader->file;
    node->line = line_of(event->start_mark);
    node->column = column_of(event->start_mark);
    return node;
}

/* Opens a new entry of the innermost map. */
static bool add_key(Reader *reader, const yaml_event_t *event)
{
    Open *open = &reader->open[reader->depth - 1];
    YamlNode *map = open->node;
    if (event->type != YAML_SCALAR_EVENT)
        return fail_event(reader, event, "键只能是文字", "不要用列表或「? 」作键");
    Str key =
        str_copy(reader->ctx->arena, str_from(event->data.scalar.value, event->data.scalar.length));
    if (dict_has(&open->seen, key)) {
        fail(reader->ctx, FAIL_SYNTAX, "键「%.*s」重复", STRF(key));
        fail_hint(reader->ctx, "同一层中每个键只写一次");
        return fail_place(reader->ctx, reader->file, line_of(event->start_mark),
                          column_of(event->start_mark));
    }
    dict_put(&open->seen, key, map);
    list_grow(reader->ctx->arena, (void **)&map->entries, &map->count, &open->cap,
              sizeof *map->entries, alignof(YamlEntry));
    map->entries[map->count - 1] = (YamlEntry){.key = key, .line = line_of(event->start_mark)};
    open->has_key = true;
    return true;
}

/* Hangs a finished or just opened node where it belongs. */
static void add_value(Reader *reader, YamlNode *node)
{
    if (reader->depth == 0) {
        reader->root = node;
        return;
    }
    Open *open = &reader->open[reader->depth - 1];
    YamlNode *parent = open->node;
    if (parent->kind == YAML_MAP) {
        parent->entries[parent->count - 1].value = node;
        open->has_key = false;
    } else {
        list_grow(reader->ctx->arena, (void **)&parent->items, &parent->count, &open->cap,
                  sizeof(void *), alignof(void *));
        parent->items[parent->count - 1] = node;
    }
}

static bool open_node(Reader *reader, YamlKind kind, const yaml_event_t *event)
{
    if (reader->depth == YAML_DEPTH_MAX)
        return fail_event(reader, event, "嵌套太深", "最多 32 层");
    YamlNode *node = node_at(reader, kind, event);
    add_value(reader, node);
    reader->open[reader->depth++] = (Open){.node = node, .seen = dict_create(reader->ctx->arena)};
    return true;
}

static bool add_scalar(Reader *reader, const yaml_event_t *event)
{
    YamlNode *node = node_at(reader, YAML_SCALAR, event);
    node->text =
        str_copy(reader->ctx->arena, str_from(event->data.scalar.value, event->data.scalar.length));
    /* A quoted text may spell NUL as "\0"; no database and no C library takes it. */
    if (str_find_byte(node->text, '\0') != STR_NONE)
        return fail_event(reader, event, "文字中含有空字符", "请删去 \\0");
    node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    add_value(reader, node);
    return true;
}

/* The tag or anchor of an event; both are refused, because packs must mean what they show. */
static bool is_decorated(const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return event->data.scalar.anchor || event->data.scalar.tag;
    case YAML_SEQUENCE_START_EVENT:
        return event->data.sequence_start.anchor || event->data.sequence_start.tag;
    case YAML_MAPPING_START_EVENT:
        return event->data.mapping_start.anchor || event->data.mapping_start.tag;
    default:
        return event->type == YAML_ALIAS_EVENT;
    }
}

static bool take_event(Reader *reader, const yaml_event_t *event)
{
    if (is_decorated(event))
        return fail_event(reader, event, "不支持锚、引用和标签（& * !）",
                          "请把内容直接写出来；以这些符号开头的文字请加引号");
    bool ends = event->type == YAML_SEQUENCE_END_EVENT || event->type == YAML_MAPPING_END_EVENT;
    Open *open = reader->depth ? &reader->open[reader->depth - 1] : NULL;
    if (open && !ends && open->node->kind == YAML_MAP && !open->has_key)
        return add_key(reader, event);
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (reader->root)
            return fail_event(reader, event, "一个文件里只能有一份内容", "请删去「---」以后的部分");
        return true;
    case YAML_SCALAR_EVENT:
        return add_scalar(reader, event);
    case YAML_SEQUENCE_START_EVENT:
        return open_node(reader, YAML_LIST, event);
    case YAML_MAPPING_START_EVENT:
        return open_node(reader, YAML_MAP, event);
    default:
        if (ends)
            reader->depth--;
        return true;
    }
}

static void release_event(void *event)
{
    yaml_event_delete(event);
}

static void release_parser(void *parser)
{
    yaml_parser_delete(parser);
}

static bool read_events(Reader *reader)
{
    Arena *arena = reader->ctx->arena;
    bool more = true;
    yaml_event_t *event = NEW(arena, yaml_event_t, 1);
    while (more) {
        if (!yaml_parser_parse(&reader->parser, event))
            return fail_libyaml(reader);
        arena_defer(arena, release_event, event);
        more = event->type != YAML_STREAM_END_EVENT;
        bool taken = take_event(reader, event);
        arena_undefer(arena, event);
        yaml_event_delete(event);
        if (!taken)
            return false;
    }
    return true;
}

bool yaml_parse(Ctx *ctx, Str file, Str text, YamlNode **ret)
{
    if (text.len > YAML_BYTES_MAX) {
        fail(ctx, FAIL_TOO_LARGE, "YAML 文件太大");
        fail_detail(ctx, "共 %zu 字节，上限 %zu 字节", text.len, (size_t)YAML_BYTES_MAX);
        return fail_at(ctx, (Place){.file = file});
    }
    Reader *reader = NEW(ctx->arena, Reader, 1);
    reader->ctx = ctx;
    reader->file = file;
    if (!yaml_parser_initialize(&reader->parser))
        return fail(ctx, FAIL_SYSTEM, "内存不足，无法读取 YAML");
    arena_defer(ctx->arena, release_parser, &reader->parser);
    yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader->parser, (const unsigned char *)(text.at ? text.at : ""),
                                 text.len);
    bool read = read_events(reader);
    arena_undefer(ctx->arena, &reader->parser);
    yaml_parser_delete(&reader->parser);
    if (!read)
        return false;
    bool empty = !reader->root || (reader->root->kind == YAML_SCALAR && !reader->root->quoted &&
                                   str_empty(reader->root->text));
    if (empty) {
        reader->root = NEW(ctx->arena, YamlNode, 1);
        *reader->root = (YamlNode){.kind = YAML_MAP, .file = file, .line = 1, .column = 1};
    }
    *ret = reader->root;
    return true;
}
