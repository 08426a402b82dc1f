/*
 * sentence.h - the prose of a paper as sentences, pieces and quantities.
 *
 * The text of a paragraph is brought to one form first: full-width digits, letters and signs half
 * width, stops and brackets Chinese (，；：（）), no blanks (but between two Latin words), no marks
 * of Markdown. A paragraph that a page break cut in two is one again. Sentences end at 。！？;
 * pieces at ，、；： and brackets, those in brackets being deeper.
 *
 *     2 月份，承办工单共 19602 件，其中咨询类 1565 件（占 7.98%）、…
 *     pieces: 2月份 | 承办工单共19602件 | 其中咨询类1565件 | (depth 1) 占7.98% | …
 *     quantities: 19602 件, 1565 件, 7.98 %; 2月 is a time and no quantity
 */
#ifndef TONGBAN_ENGINE_CHECK_SENTENCE_H
#define TONGBAN_ENGINE_CHECK_SENTENCE_H

#include "base/decimal.h"
#include "base/moment.h"
#include "base/utf8.h"
#include "port/paper.h"

typedef enum QuantityKind {
    QUANTITY_COUNT, /* 19602件, 102.50分, 1.2万元; also a bare number at the end of its piece */
    QUANTITY_PERCENT, /* 44.86% */
    QUANTITY_POINTS,  /* 1.2个百分点 */
    QUANTITY_ORDINAL, /* 第八, 第3位, 〔2023〕45号, 附件1 */
    QUANTITY_TIME,    /* 2023年, 2月份, 15日, 8:30 */
    QUANTITY_OTHER,   /* 12345热线, 4.0版 */
} QuantityKind;

typedef struct Sentence Sentence;

typedef struct Quantity {
    const Sentence *sentence;
    QuantityKind kind;
    Str printed; /* number and unit */
    Str number;  /* as printed */
    Str unit;    /* 件; 元 of 万元; empty = none */
    Str before;  /* the text of its piece before the number, and after the unit */
    Str after;
    Decimal value; /* 12000 for 1.2万 */
    int64_t half;  /* half of the last printed place in millionths; 0 for whole counts */
    int64_t scale; /* 1; 10000 of 万 */
    uint8_t places;
    bool approximate; /* 约 近 余 多 超 以上 ... */
    bool ranged;      /* an end of a range: 80-89分 */
    size_t piece;     /* index in the sentence */
    size_t from;      /* bytes in the sentence */
    size_t to;
} Quantity;
LIST_OF(Quantity, QuantityList);

typedef struct Piece {
    Str text;
    size_t from; /* bytes in the sentence */
    int depth;   /* of brackets */
    Rune before; /* the mark that precedes it: 0 at the beginning */
    Rune after;  /* 0 at the end */
    size_t first_quantity;
    size_t quantity_count;
} Piece;
LIST_OF(Piece, PieceList);

struct Sentence {
    Str text;
    size_t paragraph; /* index in Prose.paragraphs */
    size_t number;    /* within its paragraph, from 0 */
    bool is_closed;   /* by 。！？ */
    PieceList pieces;
    QuantityList quantities;
};
LIST_OF(Sentence, SentenceList);

typedef struct Paragraph {
    size_t part; /* index in Paper.parts */
    int line;
    Str heading; /* the nearest above, in the same form; of a heading, its own text */
    bool is_heading;
    Str text;
    size_t first_sentence;
    size_t sentence_count;
} Paragraph;
LIST_OF(Paragraph, ParagraphList);

typedef struct Prose {
    PaperKind kind;
    ParagraphList paragraphs;
    SentenceList sentences;
} Prose;

/* The paragraphs and headings of a paper; its tables are left out. */
Prose prose_of_paper(Arena *arena, const Paper *paper);
/* The one form of a text, as above. */
Str prose_form(Arena *arena, Str text);
/* 第12行「2月份，承办工单共…」; DOCX: 第3段. */
Str prose_place(Arena *arena, const Prose *prose, const Sentence *sentence);
/* The pieces of a text, for sentence.c and for tests. */
void sentence_read(Arena *arena, Str text, Sentence *ret);

/* The quantities of one piece, added to `to`; `from` is where it stands in the sentence. */
void quantities_read(Arena *arena, Str piece, size_t index, size_t from, QuantityList *to);
/* The noun that a quantity counts, without what only joins it: 其中咨询类 gives 咨询类, 办结率为
 * 办结率. */
Str quantity_name(const Quantity *quantity);
/* A number below a hundred in Chinese (两 八 十二 二十) or in digits, off the front of *rest. */
bool small_number_take(Str *rest, int *ret);

static inline bool quantity_is_sure(const Quantity *quantity)
{
    return !quantity->approximate && !quantity->ranged;
}

/* Whether `text` has one of the words, whose end is NULL. */
bool text_has_any(Str text, const char *const *words);
/* Takes the longest of the words off the front or the end of *text. */
bool text_take_front(Str *text, const char *const *words);
bool text_take_end(Str *text, const char *const *words);

#endif
