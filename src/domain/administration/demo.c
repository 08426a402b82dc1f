#include "domain/administration/demo.h"

#include "domain/administration/seat.h"
#include "sql_ids.h"

/* Open to everybody on purpose: the page of signing in shows it. */
#define DEMO_PASSWORD STR("Yanshi-2023")
#define DEMO_PREFIX "demo-"
#define DEMO_WHY STR("演示数据")
/* How many units get people of their own: enough to see that each sees its own rows. */
#define DEMO_UNITS 3

typedef struct DemoHouse {
    Str password;
} DemoHouse;
static const Field house_fields[] = {FIELD(DemoHouse, password, "密码", 0)};
static const Shape house_shape = SHAPE(DemoHouse, house_fields);

static bool read_house(Ctx *ctx, DemoHouse *ret, bool *ret_found)
{
    return db_one(ctx, SQL_DEMO_HOUSE_GET, NO_BINDS, &house_shape, ret, ret_found);
}

/* ---- making it
 * -------------------------------------------------------------------------------------- */

static bool begin(Ctx *ctx)
{
    return db_run(ctx, SQL_DEMO_HOUSE_SET, BINDS({"password", bind(DEMO_PASSWORD)}), NULL) &&
           audit_note(ctx, &(AuditNote){.action = "demo.begin",
                                        .object = "demo",
                                        .title = STR("演示"),
                                        .facts = STR("演示账号的密码写在登录页上")});
}

bool demo_begin(Ctx *ctx, const DemoSetup *setup, Console *console)
{
    DemoHouse house;
    bool found;
    (void)console;
    (void)setup;
    if (!read_house(ctx, &house, &found))
        return false;
    if (found)
        return fail(ctx, FAIL_STATE, "演示账号已经有了");
    if (!db_begin(ctx))
        return false;
    return begin(ctx) ? db_commit(ctx) : db_rollback(ctx);
}

/* One invented person in one post. */
static bool add_person(Ctx *ctx, Str name, const Role *role, const Unit *unit)
{
    int64_t account_id = 0, unit_id = unit ? unit->id : 0;
    Account account = {.name = name,
                       .person = str_format(ctx->arena, "演示·%.*s", STRF(role->title)),
                       .phone = STR("13800000000"),
                       .unit_id = unit_id};
    return account_create_with(ctx, &account, DEMO_PASSWORD, &account_id) &&
           seat_take(ctx, unit_id, role, account_id, DEMO_WHY);
}

/* The first of each kind, then the next ones: what is seen differs most between kinds. */
static size_t pick_units(const UnitBook *book, const Unit **picked, size_t wanted)
{
    size_t count = 0;
    for (int round = 0; round < 2; round++)
        LIST_EACH (const Unit, unit, &book->units) {
            bool known = false, of_kind = false;
            for (size_t i = 0; i < count; i++) {
                known = known || picked[i] == unit;
                of_kind = of_kind || str_equal(picked[i]->kind, unit->kind);
            }
            if (count < wanted && !unit->has_ended && !known && (round > 0 || !of_kind))
                picked[count++] = unit;
        }
    return count;
}

/* A role whose rows are those of its unit has no use in the house as a whole. */
static bool add_of_units(Ctx *ctx, const Role *role, const UnitBook *book)
{
    const Unit *units[DEMO_UNITS];
    size_t count = pick_units(book, units, DEMO_UNITS);
    for (size_t i = 0; i < count; i++) {
        Str name = str_format(ctx->arena, DEMO_PREFIX "%.*s%s", STRF(role->code),
                              i == 0   ? ""
                              : i == 1 ? "-2"
                                       : "-3");
        if (!add_person(ctx, name, role, units[i]))
            return false;
    }
    return true;
}

bool demo_people(Ctx *ctx, const DemoSetup *setup, Console *console)
{
    RoleList roles;
    UnitBook book;
    (void)setup;
    if (!roles_read(ctx, &roles) || !unit_book_read(ctx, &book))
        return false;
    LIST_EACH (const Role, role, &roles) {
        bool of_house = str_equal_c(role->scope, "all");
        Str name = str_format(ctx->arena, DEMO_PREFIX "%.*s", STRF(role->code));
        if (!role->built_in)
            continue;
        if (!(of_house ? add_person(ctx, name, role, /* unit= */ NULL)
                       : add_of_units(ctx, role, &book)))
            return fail_while(ctx, "新建演示账号");
    }
    console->talk(console, str_format(ctx->arena, "演示账号 demo-… 的密码都是 %.*s，写在登录页上",
                                      STRF(DEMO_PASSWORD)));
    return true;
}

/* ---- showing it
 * ------------------------------------------------------------------------------------- */

static Str title_of(const Account *account)
{
    return str_empty(account->posts) ? account->person : account->posts;
}

/* The page has nobody signed in, and so sees no account: these were made to be seen. */
static bool read_accounts(Ctx *ctx, AccountList *ret)
{
    int64_t total = 0;
    const DbScope *before = scope_lift(ctx);
    bool done = accounts_read(
        ctx,
        &(AccountQuery){
            .words = STR(DEMO_PREFIX), .state = STR("enabled"), .sort = STR("made_at"), .page = 1},
        ret, &total);
    scope_lower(ctx, before);
    return done;
}

/* demo-clerk, demo-clerk-2: as add_of_units names them. */
static bool is_of_role(const Account *account, const Role *role)
{
    Str name = account->name;
    if (!str_starts(name, STR(DEMO_PREFIX)))
        return false;
    name = str_slice(name, strlen(DEMO_PREFIX), name.len);
    return str_starts(name, role->code) &&
           (name.len == role->code.len || name.at[role->code.len] == '-');
}

bool demo_accounts(Ctx *ctx, DemoAccountList *ret, bool *ret_demo)
{
    DemoHouse house;
    DemoAccountList list = {0};
    AccountList accounts = {0};
    RoleList roles = {0};
    bool found;
    if (!read_house(ctx, &house, &found) ||
        (found && (!read_accounts(ctx, &accounts) || !roles_of_pack(ctx, &roles))))
        return false;
    LIST_EACH (const Role, role, &roles)
        LIST_EACH (const Account, account, &accounts)
            if (is_of_role(account, role))
                *LIST_ADD(ctx->arena, &list) = (DemoAccount){.name = account->name,
                                                             .password = house.password,
                                                             .title = title_of(account),
                                                             .group = role->group,
                                                             .duty = role->duty};
    *ret = list;
    *ret_demo = found;
    return true;
}
