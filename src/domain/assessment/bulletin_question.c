#include "domain/assessment/bulletin_question.h"

#include "engine/report/brackets.h"

/* Decimals to print: those of the rule, or all the value has when it has more. */
static int bulletin_places(Decimal value, int places)
{
    Decimal rounded;
    if (places >= 0 && decimal_round(value, places, ROUND_HALF_UP, &rounded) &&
        rounded.millionths == value.millionths)
        return places;
    return -1;
}

Compared bulletin_compared(const BulletinName *name)
{
    return name->months_ago == 0   ? COMPARED_NOW
           : name->months_ago == 1 ? COMPARED_BEFORE
                                   : COMPARED_LAST_YEAR;
}

void bulletin_answer_words(const BulletinQuestion *question, Str text)
{
    if (!str_empty(text))
        *question->answer = prose_words(text);
}

void bulletin_answer_number(const BulletinQuestion *question, Decimal value, int places)
{
    int printed = bulletin_places(value, places);
    *question->answer = question->name->prose.kind == PROSE_PERCENT ? prose_percent(value, printed)
                                                                    : prose_number(value, printed);
}

void bulletin_answer_list(const BulletinQuestion *question, const ProseEntryList *entries)
{
    if (entries->count > 0)
        *question->answer = prose_list(entries->at, entries->count);
}

void bulletin_add_entry(const BulletinQuestion *question, ProseEntryList *entries, Str name,
                        Decimal value, int places)
{
    Arena *arena = question->ctx->arena;
    *LIST_ADD(arena, entries) = (ProseEntry){.name = brackets_chinese(arena, name),
                                             .has_value = true,
                                             .value = value,
                                             .places = bulletin_places(value, places)};
}
