#include "engine/check/claim.h"

#include "base/utf8.h"

#define TEXT_BYTES_MAX (4 * KIB)
#define HUNDRED ((int64_t)100 * DECIMAL_ONE)
#define DIGITS_MIN 3
#define ROOM_STEPS_MAX 40

/* The values of one figure with which claims hold, in millionths, both included. */
typedef struct Room {
    Int128 low;
    Int128 high;
} Room;

ClaimTerm claim_term(const Quantity *quantity, int64_t factor)
{
    return (ClaimTerm){.quantity = quantity,
                       .value = quantity->value.millionths,
                       .half = quantity->half,
                       .factor = factor};
}

Claim claim_sum(Arena *arena, Str kind, Str says, const ClaimTerm *terms, size_t count)
{
    return (Claim){.kind = kind,
                   .says = says,
                   .terms = arena_copy(arena, terms, count * sizeof *terms),
                   .count = count};
}

static Claim quotient(Arena *arena, Str kind, Str says, const ClaimTerm *terms)
{
    Claim claim = claim_sum(arena, kind, says, terms, 3);
    claim.is_quotient = true;
    claim.sign = 1;
    claim.per = HUNDRED;
    return claim;
}

ClaimTerm claim_term_of_cell(int64_t value, int64_t half)
{
    return (ClaimTerm){.value = value, .half = half};
}

Claim claim_share_of(Arena *arena, Str kind, Str says, const Quantity *rate, ClaimTerm part,
                     ClaimTerm whole)
{
    ClaimTerm terms[] = {claim_term(rate, 0), part, whole};
    terms[1].factor = 0;
    terms[1].above = 1;
    terms[2].factor = 1;
    return quotient(arena, kind, says, terms);
}

Claim claim_share(Arena *arena, Str kind, Str says, const Quantity *rate, const Quantity *part,
                  const Quantity *whole)
{
    return claim_share_of(arena, kind, says, rate, claim_term(part, 0), claim_term(whole, 1));
}

Claim claim_change_of(Arena *arena, Str says, const Quantity *rate, ClaimTerm now, ClaimTerm before,
                      int sign)
{
    Claim claim = claim_share_of(arena, FINDING_CHANGE, says, rate, now, before);
    claim.shift = HUNDRED;
    claim.sign = sign;
    return claim;
}

Claim claim_change(Arena *arena, Str says, const Quantity *rate, const Quantity *now,
                   const Quantity *before, int sign)
{
    return claim_change_of(arena, says, rate, claim_term(now, 0), claim_term(before, 1), sign);
}

Claim claim_change_by(Arena *arena, Str says, const Quantity *rate, const Quantity *now,
                      const Quantity *amount, int sign)
{
    ClaimTerm terms[] = {claim_term(rate, 0), claim_term(now, 1), claim_term(amount, -sign)};
    terms[2].above = 1;
    return quotient(arena, FINDING_CHANGE, says, terms);
}

Claim claim_product(Arena *arena, Str says, const Quantity *count, const Quantity *each,
                    const Quantity *whole)
{
    ClaimTerm terms[] = {claim_term(count, 0), claim_term(each, 1), claim_term(whole, 0)};
    terms[1].half = terms[2].half = terms[0].half = 0;
    terms[2].above = 1;
    Claim claim = quotient(arena, FINDING_COUNT, says, terms);
    claim.per = DECIMAL_ONE;
    return claim;
}

static Int128 rate_of(const Claim *claim)
{
    return claim->shift + (Int128)claim->sign * claim->terms[0].value;
}

static Int128 below_of(const Claim *claim)
{
    Int128 sum = 0;
    for (size_t i = 1; i < claim->count; i++)
        sum += (Int128)claim->terms[i].factor * claim->terms[i].value;
    return sum;
}

/* How the equation moves with one of its terms: every term occurs once, so this is no limit but
 * exact. */
static Int128 slope(const Claim *claim, size_t term)
{
    const ClaimTerm *one = &claim->terms[term];
    if (!claim->is_quotient)
        return one->factor;
    if (term == 0)
        return claim->sign * below_of(claim);
    return rate_of(claim) * one->factor - (Int128)claim->per * one->above;
}

static Int128 excess(const Claim *claim)
{
    Int128 sum = 0;
    if (claim->is_quotient)
        sum = rate_of(claim) * below_of(claim);
    for (size_t i = 0; i < claim->count; i++) {
        const ClaimTerm *term = &claim->terms[i];
        sum += claim->is_quotient ? -(Int128)claim->per * term->above * term->value
                                  : (Int128)term->factor * term->value;
    }
    return sum;
}

static Int128 magnitude(Int128 a)
{
    return a < 0 ? -a : a;
}

static Int128 slack(const Claim *claim, size_t without)
{
    Int128 sum = 0;
    for (size_t i = 0; i < claim->count; i++)
        if (i != without)
            sum += magnitude(slope(claim, i)) * claim->terms[i].half;
    return sum;
}

bool claim_holds(const Claim *claim)
{
    return magnitude(excess(claim)) <= slack(claim, SIZE_MAX);
}

int64_t claim_gap(const Claim *claim)
{
    return (int64_t)(-excess(claim) / claim->terms[0].factor);
}

static Int128 floor_div(Int128 a, Int128 b)
{
    Int128 cut = a / b;
    return cut - (a % b != 0 && (a < 0) != (b < 0));
}

static bool room_for(const Claim *claim, size_t term, Room *ret)
{
    Int128 by = slope(claim, term);
    if (by == 0)
        return false;
    Int128 open = slack(claim, term) / magnitude(by) + claim->terms[term].half;
    Int128 middle = claim->terms[term].value - floor_div(excess(claim), by);
    bool exact = excess(claim) % by == 0;
    *ret = (Room){middle - open - !exact, middle + open};
    return true;
}

static int64_t step_of(const Quantity *quantity)
{
    int64_t step = DECIMAL_ONE;
    for (unsigned i = 0; i < quantity->places && i < DECIMAL_PLACES; i++)
        step /= 10;
    return step * quantity->scale;
}

static size_t digits_of(Str number, char *to, size_t max)
{
    size_t count = 0;
    for (size_t i = 0; i < number.len && count < max; i++)
        if (number.at[i] >= '0' && number.at[i] <= '9')
            to[count++] = number.at[i];
    return count;
}

/* One digit altered, two neighbours swapped, one left out or one too many. */
static bool is_digit_slip(Str a, Str b)
{
    char one[32];
    char two[32];
    size_t n = digits_of(a, one, sizeof one);
    size_t m = digits_of(b, two, sizeof two);
    if (n < m)
        return is_digit_slip(b, a);
    size_t front = 0;
    while (front < m && one[front] == two[front])
        front++;
    size_t back = 0;
    while (back < m - front && one[n - 1 - back] == two[m - 1 - back])
        back++;
    if (n > m + 1 || n == 0)
        return false;
    if (n == m + 1)
        return m >= DIGITS_MIN && front + back >= m;
    size_t middle = n - front - back;
    return middle == 1 ||
           (middle == 2 && one[front] == two[front + 1] && one[front + 1] == two[front]);
}

static bool slips_by_a_digit(const Quantity *quantity, int64_t value)
{
    char space[256];
    Int128 unscaled = value / quantity->scale;
    for (unsigned i = quantity->places; i < DECIMAL_PLACES; i++)
        unscaled /= 10;
    int len = snprintf(space, sizeof space, "%lld", (long long)magnitude(unscaled));
    return is_digit_slip(quantity->number, str_from(space, (size_t)len));
}

/* The printable value of a room: one that differs by one digit from what is printed, else the one
 * nearest to its middle; false when there is none. */
static bool settle(const Quantity *quantity, Room room, int64_t *ret)
{
    Int128 step = step_of(quantity);
    Int128 first = -floor_div(-room.low, step) * step;
    Int128 middle = room.low + (room.high - room.low) / 2;
    Int128 near = floor_div(2 * middle + step, 2 * step) * step;
    if (near < room.low)
        near += step;
    if (near > room.high)
        near -= step;
    if (near < room.low || near > room.high || (near < 0 && quantity->value.millionths >= 0) ||
        magnitude(near) > INT64_MAX / 2)
        return false;
    *ret = (int64_t)near;
    if (slips_by_a_digit(quantity, *ret))
        return true;
    for (int i = 0; i < ROOM_STEPS_MAX && first <= room.high; i++, first += step)
        if (first >= 0 && slips_by_a_digit(quantity, (int64_t)first)) {
            *ret = (int64_t)first;
            return true;
        }
    return true;
}

static Str number_print(Arena *arena, const Quantity *quantity, int64_t value)
{
    Decimal unscaled = {value / quantity->scale};
    return decimal_str_least(arena, unscaled, quantity->places);
}

Str quantity_print(Arena *arena, const Quantity *quantity, int64_t value)
{
    Str tail = str_after(quantity->printed, quantity->number.len);
    Str number = number_print(arena, quantity, value);
    return str_format(arena, "%.*s%.*s", STRF(number), STRF(tail));
}

bool claim_fails_by_a_digit(const Claim *claim)
{
    for (size_t i = 0; i < claim->count; i++) {
        const Quantity *quantity = claim->terms[i].quantity;
        Room room;
        int64_t value;
        if (quantity && quantity->number.len >= DIGITS_MIN && room_for(claim, i, &room) &&
            settle(quantity, room, &value) && slips_by_a_digit(quantity, value) &&
            value < quantity->value.millionths * 10 && quantity->value.millionths < value * 10)
            return true;
    }
    return false;
}

bool claim_is_near(const Claim *claim, int parts)
{
    Room room;
    if (!room_for(claim, 0, &room))
        return false;
    Int128 should = room.low + (room.high - room.low) / 2;
    return magnitude(should - claim->terms[0].value) * parts < magnitude(should);
}

typedef struct Suspect {
    const Quantity *quantity;
    int64_t value;
    size_t mended;
    long score;
} Suspect;

static bool intersect(Room *room, Room with)
{
    Room both = {room->low > with.low ? room->low : with.low,
                 room->high < with.high ? room->high : with.high};
    if (both.low > both.high)
        return false;
    *room = both;
    return true;
}

static size_t term_of(const Claim *claim, const Quantity *quantity)
{
    for (size_t i = 0; i < claim->count; i++)
        if (claim->terms[i].quantity == quantity)
            return i;
    return SIZE_MAX;
}

/* Claims are added sentence by sentence, so those of one figure stand near each other. */
static Suspect suspect_of(const ClaimList *claims, const Claim *failing, size_t term)
{
    Suspect suspect = {.quantity = failing->terms[term].quantity, .score = -1000000};
    Room room;
    if (!suspect.quantity || !room_for(failing, term, &room))
        return suspect;
    long broken = 0;
    size_t mended = 1;
    LIST_EACH (const Claim, claim, claims) {
        size_t at =
            claim == failing || claim->is_told ? SIZE_MAX : term_of(claim, suspect.quantity);
        Room its;
        if (at == SIZE_MAX || !room_for(claim, at, &its))
            continue;
        bool holds = claim_holds(claim);
        bool fits = intersect(&room, its);
        mended += !holds && fits;
        broken += holds && !fits;
    }
    if (!settle(suspect.quantity, room, &suspect.value))
        return suspect;
    suspect.mended = mended;
    suspect.score = (long)mended * 10 - broken * 10 +
                    (slips_by_a_digit(suspect.quantity, suspect.value) ? 4 : 0) +
                    (term == 0 ? 2 : 0);
    return suspect;
}

static Str cause_of(Arena *arena, const Claim *claim, const Suspect *suspect, const Suspect *other)
{
    const Quantity *quantity = suspect->quantity;
    Buf cause = buf_create(arena, TEXT_BYTES_MAX);
    Str value = quantity_print(arena, quantity, suspect->value);
    int64_t gap = quantity->value.millionths - suspect->value;
    Str size = quantity_print(arena, quantity, gap < 0 ? -gap : gap);
    buf_format(&cause, "%.*s；印为 %.*s，按其余数字推算为 %.*s，%s %.*s", STRF(claim->says),
               STRF(quantity->printed), STRF(value), gap < 0 ? "少了" : "多了", STRF(size));
    if (slips_by_a_digit(quantity, suspect->value))
        buf_add_c(&cause, "，很可能是打错了一位数字");
    if (suspect->mended > 1)
        buf_format(&cause, "；改正后另有 %zu 处与它有关的数字也相符", suspect->mended - 1);
    else if (other->quantity) {
        Str name = quantity_name(other->quantity);
        Str its_value = quantity_print(arena, other->quantity, other->value);
        buf_format(&cause, "；也可能是「%.*s」%.*s应为%.*s", STRF(name),
                   STRF(other->quantity->printed), STRF(its_value));
    } else if (claim->count > 2) {
        buf_add_c(&cause, "；也可能是同句中另一个数字有误");
    }
    return buf_str(&cause);
}

static Str tolerance_of(Arena *arena, const Claim *claim, size_t term)
{
    Int128 by = magnitude(slope(claim, term));
    const Quantity *quantity = claim->terms[term].quantity;
    if (by == 0 || slack(claim, SIZE_MAX) == 0)
        return (Str){0};
    int64_t open = (int64_t)(slack(claim, SIZE_MAX) / by);
    Buf text = buf_create(arena, 64);
    buf_add_c(&text, "±");
    Decimal value = {open / quantity->scale};
    Decimal rounded = value;
    if (!decimal_round(value, quantity->places + 1 < 6 ? quantity->places + 1 : 6, ROUND_HALF_UP,
                       &rounded))
        rounded = value;
    decimal_print_short(&text, rounded);
    return buf_str(&text);
}

/* Whose figure it is; a bare share is its part's. */
static Str owner_of(const Claim *claim, const Quantity *quantity)
{
    Str name = quantity_name(quantity);
    bool of_part =
        str_equal(claim->kind, FINDING_SHARE) && claim->count > 1 && claim->terms[1].quantity;
    return of_part && str_empty(name) ? quantity_name(claim->terms[1].quantity) : name;
}

/* Direction words: the claim fails, but holds with the sign turned. */
static bool is_turned(const Claim *claim)
{
    if (!claim->is_quotient || claim->shift == 0)
        return false;
    Claim turned = *claim;
    turned.sign = -claim->sign;
    return claim_holds(&turned);
}

static Slip slip_of(Arena *arena, const Prose *prose, const Claim *claim, const Suspect *suspect,
                    const Suspect *other)
{
    const Quantity *quantity = suspect->quantity;
    Finding finding = {.place = prose_place(arena, prose, quantity->sentence),
                       .kind = claim->kind,
                       .unit = owner_of(claim, quantity),
                       .printed = quantity->printed,
                       .recomputed = quantity_print(arena, quantity, suspect->value),
                       .tolerance = tolerance_of(arena, claim, term_of(claim, quantity)),
                       .cause = cause_of(arena, claim, suspect, other)};
    if (is_turned(claim)) {
        const Quantity *rate = claim->terms[0].quantity;
        finding.unit = quantity_name(rate);
        finding.printed =
            str_format(arena, "%s%.*s", claim->sign > 0 ? "增长" : "下降", STRF(rate->printed));
        finding.recomputed =
            str_format(arena, "%s%.*s", claim->sign > 0 ? "下降" : "增长", STRF(rate->printed));
        finding.cause = STR("增减的方向与前后两个数字的大小相反，很可能是「增长」与「下降」写反了");
    }
    return (Slip){.sentence = quantity->sentence, .from = quantity->from, .finding = finding};
}

static void tell(Arena *arena, const Prose *prose, ClaimList *claims, Claim *failing,
                 SlipList *slips)
{
    Suspect best = {.score = -1000000};
    Suspect other = {0};
    for (size_t i = 0; i < failing->count; i++) {
        Suspect suspect = suspect_of(claims, failing, i);
        if (suspect.score > best.score) {
            if (best.quantity && slips_by_a_digit(best.quantity, best.value))
                other = best;
            best = suspect;
        } else if (!other.quantity && suspect.quantity && suspect.score > 0 &&
                   slips_by_a_digit(suspect.quantity, suspect.value)) {
            other = suspect;
        }
    }
    failing->is_told = true;
    if (!best.quantity)
        return;
    *LIST_ADD(arena, slips) = slip_of(arena, prose, failing, &best, &other);
    LIST_EACH (Claim, claim, claims)
        if (term_of(claim, best.quantity) != SIZE_MAX && !claim_holds(claim))
            claim->is_told = true;
}

void claims_judge(Arena *arena, const Prose *prose, ClaimList *claims, SlipList *slips)
{
    LIST_EACH (Claim, claim, claims)
        if (!claim->is_told && !claim_holds(claim))
            tell(arena, prose, claims, claim, slips);
}
