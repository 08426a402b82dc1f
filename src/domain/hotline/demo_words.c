#include "domain/hotline/demo_words.h"

#include "base/utf8.h"

#define STREAM_WORDS 21
#define WORDS_BYTES_MAX (4 * KIB)
#define TITLE_RUNES 60
#define HOUSE_NUMBERS 260
#define PHONES_OF_PREFIX 10000
/* One call in so many thousand is of somebody who calls often, and there are so many of them. */
#define OFTEN_PER_MILLE 150
#define OFTEN_CALLERS 400

typedef struct Filling {
    const char *key;
    Str value;
} Filling;

static Str any(DemoRandom *random, const TextList *texts)
{
    return texts->at[demo_below(random, (int64_t)texts->count)];
}

/* 「{road}{number}号」 with what the braces name. */
static Str fill(Ctx *ctx, Str text, const Filling *fillings, size_t count)
{
    Buf out = buf_create(ctx->arena, WORDS_BYTES_MAX);
    while (!str_empty(text)) {
        size_t open = str_find_byte(text, '{'), close = str_find_byte(text, '}');
        if (open == STR_NONE || close == STR_NONE || close < open)
            break;
        Str key = str_slice(text, open + 1, close - open - 1);
        buf_add(&out, str_slice(text, 0, open));
        for (size_t i = 0; i < count; i++)
            if (str_equal_c(key, fillings[i].key))
                buf_add(&out, fillings[i].value);
        text = str_after(text, close + 1);
    }
    buf_add(&out, text);
    return buf_str(&out);
}

static const DemoSubject *draw_subject(DemoRandom *random, const DemoPack *pack,
                                       const DemoUnit *unit)
{
    int64_t sum = 0;
    size_t chosen = 0;
    LIST_EACH (const DemoAbout, about, &unit->about)
        sum += about->weight;
    int64_t drawn = demo_below(random, sum);
    for (size_t i = 0; i < unit->about.count; i++) {
        drawn -= unit->about.at[i].weight;
        if (drawn < 0) {
            chosen = i;
            break;
        }
    }
    return &pack->texts.items.at[demo_subject(&pack->texts, unit->about.at[chosen].code)];
}

bool demo_words(Ctx *ctx, const DemoPack *pack, const DemoStreets *streets, const DemoUnit *unit,
                size_t street, size_t kind, uint64_t seed, DemoWords *ret)
{
    const DemoTexts *texts = &pack->texts;
    DemoRandom random = demo_random(seed, STREAM_WORDS, 0, 0);
    const DemoSubject *subject = draw_subject(&random, pack, unit);
    size_t where =
        street == DEMO_ANY_STREET ? (size_t)demo_below(&random, (int64_t)streets->count) : street;
    Str name = any(&random, &texts->roads.names), part = any(&random, &texts->roads.parts);
    Str road = str_format(ctx->arena, "%.*s%.*s%.*s", STRF(name), STRF(part),
                          STRF(any(&random, &texts->roads.ends)));
    Str number = str_format(ctx->arena, "%lld", (long long)demo_between(&random, 1, HOUSE_NUMBERS));
    const Filling fillings[] = {
        {"street", streets->names[where]},
        {"road", road},
        {"number", number},
        {"unit", unit->unit},
        {"since", any(&random, &texts->since)},
        {"effect", any(&random, &texts->effects)},
        {"wish", any(&random, &texts->wishes)},
        {"problem", any(&random, &subject->problems)},
        {"plea", any(&random, &subject->pleas)},
        {"question", any(&random, &subject->questions)},
        {"done", any(&random, &subject->done)},
    };
    size_t count = ARRAY_LEN(fillings);
    const DemoFrame *frame = &texts->frames.at[kind];
    *ret = (DemoWords){
        .category = subject->code,
        .title = utf8_prefix(fill(ctx, frame->title, fillings, count), TITLE_RUNES),
        .content = fill(ctx, frame->content, fillings, count),
        .address = str_format(ctx->arena, "%.*s%.*s%.*s号", STRF(streets->names[where]), STRF(road),
                              STRF(number)),
        .reply = fill(ctx, any(&random, &texts->replies), fillings, count),
        .street = where,
    };
    return true;
}

int64_t demo_caller(DemoRandom *random)
{
    return demo_chance(random, OFTEN_PER_MILLE) ? demo_below(random, OFTEN_CALLERS)
                                                : demo_below(random, DEMO_PHONES);
}

Str demo_phone(Arena *arena, int64_t caller)
{
    static const char *const prefixes[] = {"1380000", "1390000", "1370000", "1360000"};
    return str_format(arena, "%s%04lld", prefixes[caller / PHONES_OF_PREFIX],
                      (long long)(caller % PHONES_OF_PREFIX));
}

Str demo_name(Arena *arena, const DemoTexts *texts, int64_t caller)
{
    size_t surnames = texts->surnames.count, titles = texts->titles.count;
    return str_format(arena, "%.*s%.*s（演示）",
                      STRF(texts->surnames.at[(size_t)caller % surnames]),
                      STRF(texts->titles.at[(size_t)caller / surnames % titles]));
}
