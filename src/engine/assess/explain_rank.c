/* A rank and those next to it. */
#include "engine/assess/explainer.h"

#define NEIGHBOURS_MAX 5

typedef struct Contest {
    const size_t *subjects; /* those ranked against one another */
    size_t count;
} Contest;

static Contest contest_of(const Explainer *explainer)
{
    const AssessResult *result = explainer->result;
    if (explainer->scheme->ranking.within == RANK_WITHIN_ALL)
        return (Contest){result->all.listing, result->all.listed};
    return (Contest){explainer->members, explainer->rows};
}

/* Those of the contest that may be shown. */
static Contest shown_of(const Explainer *explainer, Contest contest)
{
    size_t *subjects = NEW(explainer->ctx->arena, size_t, contest.count);
    size_t count = 0;
    for (size_t i = 0; i < contest.count; i++)
        if (assess_shown(explainer->result, contest.subjects[i]))
            subjects[count++] = contest.subjects[i];
    return (Contest){subjects, count};
}

static void add_neighbours(Explainer *explainer, Contest contest, const char *relation,
                           int64_t rank)
{
    const AssessResult *result = explainer->result;
    Arena *arena = explainer->ctx->arena;
    Decimal own = assess_score(result, explainer->subject, explainer->score).rounded;
    size_t added = 0;
    for (size_t i = 0; i < contest.count && added < NEIGHBOURS_MAX; i++) {
        size_t subject = contest.subjects[i];
        if (subject == explainer->subject || assess_rank(result, subject).rank != rank)
            continue;
        AssessValue value = assess_score(result, subject, explainer->score);
        bool above = decimal_compare(value.rounded, own) > 0;
        Decimal apart;
        bool fits = decimal_sub(above ? value.rounded : own, above ? own : value.rounded, &apart);
        *LIST_ADD(arena, &explainer->out->neighbours) = (ExplainedNeighbour){
            .relation = str_of(relation),
            .rank = rank,
            .name = result->input->subjects[subject].name,
            .subject_id = result->input->subjects[subject].id,
            .text = decimal_str(arena, value.rounded, value.places),
            .difference = fits ? decimal_str(arena, apart, value.places) : STR("过大"),
        };
        added++;
    }
}

/* The nearest rank before and behind; 0 = none. */
static void ranks_around(const Explainer *explainer, Contest contest, int64_t rank,
                         int64_t *ret_before, int64_t *ret_behind)
{
    *ret_before = 0;
    *ret_behind = 0;
    for (size_t i = 0; i < contest.count; i++) {
        int64_t other = assess_rank(explainer->result, contest.subjects[i]).rank;
        if (other > 0 && other < rank && other > *ret_before)
            *ret_before = other;
        if (other > rank && (*ret_behind == 0 || other < *ret_behind))
            *ret_behind = other;
    }
}

void explain_rank(Explainer *explainer)
{
    Explanation *out = explainer->out;
    const SchemeRanking *ranking = &explainer->scheme->ranking;
    if (ranking->exists && ranking->by != explainer->score)
        return; /* only the score that is ranked has a rank */
    AssessRank rank = assess_rank(explainer->result, explainer->subject);
    if (rank.rank == 0) {
        out->rank_text = str_of(unranked_label(rank.unranked));
        return;
    }
    Contest contest = contest_of(explainer);
    Arena *arena = explainer->ctx->arena;
    out->rank = rank.rank;
    if (explainer->result->narrowed) { /* how many there are besides is not told */
        contest = shown_of(explainer, contest);
        out->rank_text = str_format(arena, "第%lld名", (long long)rank.rank);
    } else {
        for (size_t i = 0; i < contest.count; i++)
            out->ranked_count += assess_rank(explainer->result, contest.subjects[i]).rank > 0;
        Str tie =
            rank.shared > 1 ? str_format(arena, "，%lld个并列", (long long)rank.shared) : (Str){0};
        out->rank_text = str_format(arena, "第%lld名（共%lld个%.*s）", (long long)rank.rank,
                                    (long long)out->ranked_count, STRF(tie));
    }
    int64_t before;
    int64_t behind;
    ranks_around(explainer, contest, rank.rank, &before, &behind);
    if (before > 0)
        add_neighbours(explainer, contest, "前一名", before);
    add_neighbours(explainer, contest, "并列", rank.rank);
    if (behind > 0)
        add_neighbours(explainer, contest, "后一名", behind);
}
