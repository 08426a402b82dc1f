/*
 * prose.h - sentences from figures.
 *
 * The prose of a document is a pack that a bureau edits: texts with figures in double braces. It
 * is compiled once (prose_load), where every figure must be known and every filter must fit the
 * kind of its figure; a mistake fails with file and line. prose_write then asks a provider for
 * the figures and fills a Document. docs/prose.md is the manual for those who edit.
 *
 *     {{orders}}                            a figure as its provider prints it
 *     {{scores|first:3|names}}              through filters, left to right
 *     {{kinds|each:"{name}{value}件"}}      one piece an entry, joined with 、
 *     {{rate|change_points:rate_before}}    an argument is a number, a "text" or another figure
 *     {{?late}}  {{!late}}                  prints nothing; needs `late` present (?) or absent (!)
 *     [[，其中{{late}}件逾期]]              optional: dropped when a figure in it is absent
 *     [[a]][；][[b]]                        [；] is printed only between two that are printed
 *
 * What is absent drops what encloses it: the nearest [[ ]], else the paragraph; a [[ ]] or a
 * paragraph that has no figure of its own and whose fragments were all dropped is dropped too. A
 * heading under which nothing is left is left out, and numbers (一、（一）1.) are given
 * afterwards. So no sentence with a blank in it is ever printed. An empty text and an empty list
 * are absent; the number 0 is not.
 *
 * The pack (a map; every key is optional):
 *
 *     mark: [甲, 乙]            one text or a list of lines, as are title and issuers
 *     number, title, addressee, issuers, contact, disclosure, copies, printed_by
 *     text:                     the body
 *       - paragraph: |
 *           根据…，现将{{year}}年{{month}}月份…通报如下：
 *       - heading: 热线情况
 *         when: [orders, "!late"]           the whole section needs these
 *         text:
 *           - paragraph: …
 *             lead: 中心：                   printed in 楷体 before the paragraph
 *             when: orders|at_least:1
 *           - list: [ …, … ]                 numbered items; absent ones are dropped
 *           - slot: ranking                  the caller puts blocks here (a table, a chart)
 *     texts:                    more texts by name, for prose_text (titles of annexes, notes)
 *       annex-1: 各单位{{month}}月情况表
 *       notes-1: [ …, … ]
 *
 * Line breaks inside a text are not blanks: "|" texts may be broken anywhere.
 *
 * Filters (with a Chinese name for those who prefer it). L list, N number, % percentage, T text:
 *
 *   first:n  前         L→L  by rank, first n; ties at the edge are all kept
 *   last:n   后         L→L  from the very last upwards, ties at the edge kept
 *   at_least:x 不低于   L→L  entries whose value is >= x; N→N the number itself, else absent
 *   at_most:x 不高于, above:x 高于, below:x 低于, equals:x 等于
 *   nonzero  非零       L→L, N→N, %→%
 *   kind:"x" 类别       L→L  entries of this kind
 *   sorted   排序       L→L  by rank (or by value, largest first); ascending 升序 the other way
 *   most:n   至多       L→L  absent when there are more than n entries
 *   names    名单       L→T  甲、乙、丙、丁（并列第三）; after last: （并列倒数第三）
 *   each:"…" 逐项       L→T  {name} {value} {rank} {kind} {share} {tie}
 *   group:"…" 分组      L→T  one piece for every kind and value: {names} {each} {value} {kind}
 *                            {count} {has}; {each} is 各 when there are several names, {has} is
 *                            有, left out after a second 各; joined with ；
 *   join:"、","和" 连接 T→T  after each and group: separator, and the one before the last
 *   count    个数, sum 合计, max 最大, min 最小   L→N
 *   places:n 小数位     N→N  rounded half up
 *   share:total 占比    N→%  of another number, 2 places (share:total,1)
 *   chinese  中文数     N→T  十二;  measure:"个" 量词  两个;  ordinal 序数  第十二;  thousands
 * 千分位  19,602; wan      万         N→T  1.96万 change:before 变化              N→T 环比上升12件:
 * change:before,"件"; other words for up and down: change:before,"件","增加","减少"
 *   change_percent:before 变化率    N→T  环比下降3.21%; absent when before is 0
 *   change_points:before 变化百分点 %→T  同比上升0.31个百分点
 *   movement:before 位次变化        N→T  环比上升3位 (a smaller rank is a rise)
 *
 * The word 环比 or 同比 comes from the figure compared with (ProseName.comparison), never from
 * the template, so that the two cannot be mixed up; and only a percentage changes by 百分点.
 */
#ifndef TONGBAN_ENGINE_REPORT_PROSE_H
#define TONGBAN_ENGINE_REPORT_PROSE_H

#include "engine/report/document.h"
#include "port/yaml.h"

/* Limits: of a template, and of what it may become. */
#define PROSE_TEXT_MAX (64 * KIB)
#define PROSE_NESTING_MAX 8
#define PROSE_FILTERS_MAX 16
#define PROSE_ARGUMENTS_MAX 4

typedef enum ProseKind {
    PROSE_ABSENT,
    PROSE_NUMBER,
    PROSE_PERCENT, /* a number in percent; printed without the sign */
    PROSE_TEXT,
    PROSE_LIST,
} ProseKind;

/* One entry of a list: a unit with its score, a kind with its count. */
typedef struct ProseEntry {
    Str name;
    bool has_value;
    Decimal value;
    int places; /* as for ProseValue */
    int rank;   /* 1 is first, ties share theirs (1 2 3 3 5); 0 = not ranked, never first or last.
                   When no entry of a list is ranked, they are ranked by value, largest first. */
    Str kind;   /* for group and kind; may be empty */
} ProseEntry;

typedef struct ProseValue {
    ProseKind kind;
    Decimal number;
    int places; /* decimals printed; -1 = as few as the value needs */
    Str text;
    const ProseEntry *entries; /* in the order in which they are told when nothing sorts them */
    size_t entry_count;
} ProseValue;

ProseValue prose_number(Decimal number, int places);
ProseValue prose_percent(Decimal number, int places);
ProseValue prose_count(int64_t count);
ProseValue prose_words(Str text);
ProseValue prose_list(const ProseEntry *entries, size_t count);

/* A figure that templates may name, by `name` or by `label`. */
typedef struct ProseName {
    Str name;       /* letters, digits, _ - . and any non-ASCII letters */
    ProseKind kind; /* what the provider gives when it is present */
    Str label;      /* Chinese; may be empty */
    Str comparison; /* 环比, 同比: what a change against this figure is called; else empty */
} ProseName;

/* Gives figures when asked. `name` is a ProseName.name. Absent figures: kind PROSE_ABSENT. False
 * = failed (ctx->fail), which stops the writing. Asked once per use. */
typedef struct ProseProvider {
    bool (*value)(Ctx *ctx, void *self, Str name, ProseValue *ret);
    /* Blocks for `slot: name`; NULL when there are no slots. Adding none = nothing here. */
    bool (*slot)(Ctx *ctx, void *self, Str name, BlockList *blocks);
    void *self;
} ProseProvider;

typedef struct Prose Prose;

/* Compiles the pack. Everything is kept in ctx->arena; `known` is copied. Fails with FAIL_SYNTAX
 * or FAIL_NOT_FOUND (unknown figure; the nearest is offered), file and line. */
must_use bool prose_load(Ctx *ctx, const YamlNode *pack, const ProseName *known, size_t known_count,
                         Prose **ret);

/* Fills mark, number, title, addressee, issuers, contact, disclosure, copies, printed_by and
 * blocks; the other members stay as they are. A text that is absent stays empty. */
must_use bool prose_write(Ctx *ctx, const Prose *prose, const ProseProvider *provider,
                          Document *document);

/* A text under `texts:`; *ret is empty when a figure in it is absent. A name that the pack does
 * not have is empty too. A list there gives its present items. */
must_use bool prose_text(Ctx *ctx, const Prose *prose, Str name, const ProseProvider *provider,
                         Str *ret);
must_use bool prose_texts(Ctx *ctx, const Prose *prose, Str name, const ProseProvider *provider,
                          Str **ret_items, size_t *ret_count);

/* 1 → 一, 12 → 十二, 103 → 一百零三, 10010 → 一万零一十; below 10^8. Negative: 负…. */
Str prose_chinese_number(Arena *arena, int64_t value);
/* The number before a heading: level 1 一、, 2 （一）, 3 1., 4 （1） (GB/T 9704-2012, 7.3.3). */
Str prose_heading_number(Arena *arena, int level, int64_t number);

#endif
