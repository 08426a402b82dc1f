#!/bin/bash
# module_folder.sh: a module is one folder. Adds one with a verb, a right, a route, statements over a
# scoped table and a migration to a copy of the sources, builds and uses it, deletes it and builds
# again. Nothing else in the copy is touched.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d "${TMPDIR:-/tmp}/tongban-module-XXXXXX")
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
server=

cp -r src cmake tools packs test CMakeLists.txt CMakePresets.json "$folder"
cd "$folder"
build() {
    {
        cmake -S . -B build -DCMAKE_BUILD_TYPE=Debug -DTONGBAN_TESTS=OFF &&
            cmake --build build --target tongban -j "$(nproc)"
    } >build.log 2>&1 || {
        grep -E 'error|Error' build.log >&2 || tail -20 build.log >&2
        exit 1
    }
}
expect() { # WHAT FOUND PART
    [[ $2 == *"$3"* ]] || {
        echo "$1: expected '$3', found: $2" >&2
        exit 1
    }
}

module=src/domain/zz_sample
mkdir -p $module/schema
cat >$module/schema/0001_greetings.sql <<'END'
CREATE TABLE zz_greeting (
    id {{id}},
    unit_id {{scope}} NOT NULL, -- who says it; 0 = the house
    words {{text}} NOT NULL -- what is said
) {{strict}};
END
cat >$module/zz_sample.sql <<'END'
-- name: zz_greeting_add :run
-- Keeps a greeting.
INSERT INTO {{zz_greeting}} (unit_id, words) VALUES (:unit_id, :words);

-- name: zz_greetings :all
-- All greetings, oldest first.
SELECT words FROM {{zz_greeting}} ORDER BY id;
END
cat >$module/module.c <<'END'
/* A module made by test/module_folder.sh. */
#include "domain/module.h"
#include "engine/access/audit.h"
#include "sql_ids.h"

typedef struct Greeting {
    Str words;
} Greeting;
LIST_OF(Greeting, GreetingList);
static const Field greeting_fields[] = {FIELD(Greeting, words, "话", FIELD_REQUIRED)};
static const Shape greeting_shape = SHAPE(Greeting, greeting_fields);

typedef struct Greetings {
    GreetingList greetings;
} Greetings;
static const Field greetings_fields[] = {
    FIELD_LIST(Greetings, greetings, "话", &greeting_shape)};
static const Shape greetings_shape = SHAPE(Greetings, greetings_fields);

static bool run_greet(Ctx *ctx, const void *input, Console *console)
{
    const Greeting *in = input;
    buf_format(console->out, "%.*s\n", STRF(in->words));
    if (!db_begin(ctx))
        return false;
    bool done = db_run(ctx, SQL_ZZ_GREETING_ADD,
                       BINDS({"unit_id", bind(ctx->actor->unit_id)}, {"words", bind(in->words)}),
                       NULL) &&
                audit_note(ctx, &(AuditNote){.action = "zz.greet", .object = "greeting"});
    return done ? db_commit(ctx) : db_rollback(ctx);
}

static const Command command_greet = {
    .verb = "zz greet",
    .arguments = "WORDS",
    .help = "打招呼",
    .input = &greeting_shape,
    .needs_db = true,
    .run = run_greet,
};
static const Command *const commands[] = {&command_greet};

static bool list_greetings(Ctx *ctx, const void *in, void *output)
{
    (void)in;
    Greetings *out = output;
    return db_all(ctx, SQL_ZZ_GREETINGS, NO_BINDS, &greeting_shape, &out->greetings);
}

static const Permission permissions[] = {{.code = "zz.read", .title = "看招呼"}, {.code = NULL}};

static const Route routes[] = {
    {.method = METHOD_GET,
     .path = "/api/zz/greetings",
     .permission = "zz.read",
     .output = &greetings_shape,
     .handle = list_greetings,
     .help = "列出招呼"},
    {.path = NULL},
};

const Module zz_sample_module = {
    .name = "zz_sample",
    .title = "样例",
    .permissions = permissions,
    .routes = (const Route *const[]){routes, NULL},
    .commands = commands,
    .command_count = ARRAY_LEN(commands),
};
END
build
tongban="$PWD/build/bin/tongban --data data"
expect help "$($tongban help)" "zz greet WORDS"
$tongban init >/dev/null 2>&1
expect verb "$($tongban zz greet 你好)" "你好"
expect trail "$($tongban audit list --object greeting)" "zz.greet"
expect matrix "$($tongban access matrix)" "看招呼"
token=$($tongban token create --user admin --scope zz.read)
$tongban serve --listen 127.0.0.1:0 >address 2>/dev/null &
server=$!
for _ in {1..100}; do
    [[ -s address ]] && break
    sleep 0.1
done
expect closed "$(curl -sS "$(<address)api/zz/greetings")" 'UNAUTHENTICATED'
expect route "$(curl -sS -H "Authorization: Bearer $token" "$(<address)api/zz/greetings")" \
    '{"greetings":[{"words":"你好"}]}'
kill "$server"
wait "$server"

rm -rf $module
build
expect 'help without it' "$($tongban help)" "serve"
if [[ $($tongban help) == *zz* ]]; then
    echo "the deleted module is still there" >&2
    exit 1
fi
echo "a module came and went with its folder"
