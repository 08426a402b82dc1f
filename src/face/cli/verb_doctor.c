#include "face/api/program.h"
#include "face/cli/console.h"
#include "face/cli/diagnosis.h"
#include "face/cli/verbs.h"
#include "port/files.h"
#include "port/json.h"

Str diagnosis_state_name(const Diagnosis *diagnosis)
{
    static const char *const names[] = {"ok", "warning", "broken"};
    return str_of(names[diagnosis->state]);
}

Str diagnosis_state_label(const Diagnosis *diagnosis)
{
    static const char *const labels[] = {"正常", "注意", "故障"};
    return str_of(labels[diagnosis->state]);
}

/* A failure as a finding; the examination goes on. */
static void add_failure(Ctx *ctx, DiagnosisList *list, const char *subject)
{
    const Fail *fail = &ctx->fail;
    Str where = {0};
    if (!str_empty(fail->place.file))
        where = str_format(ctx->arena, "%.*s:%d: ", STRF(fail->place.file), fail->place.line);
    *LIST_ADD(ctx->arena, list) = (Diagnosis){
        .subject = str_of(subject),
        .state = DIAGNOSIS_BROKEN,
        .finding = str_format(ctx->arena, "%.*s%.*s%s%.*s", STRF(where), STRF(fail->message),
                              str_empty(fail->detail) ? "" : "；", STRF(fail->detail)),
        .remedy = fail->hint,
    };
    fail_clear(ctx);
}

static void add_ok(Ctx *ctx, DiagnosisList *list, const char *subject, Str finding)
{
    *LIST_ADD(ctx->arena, list) = (Diagnosis){.subject = str_of(subject), .finding = finding};
}

static void diagnose_database(Ctx *ctx, const Workspace *workspace, DiagnosisList *list)
{
    Db *db = NULL;
    if (!workspace_open_db(ctx, workspace, &db) || !db_prepare_all(ctx, db)) {
        add_failure(ctx, list, "数据库");
        return;
    }
    ctx->db = db;
    /* An address may hold a password; the kind says enough. */
    add_ok(ctx, list, "数据库",
           db_kind(db) == DB_SQLITE ? STR("SQLite，结构与程序相符")
                                    : STR("PostgreSQL，结构与程序相符"));
}

bool diagnose(Ctx *ctx, const Workspace *workspace, DiagnosisList *ret)
{
    DiagnosisList list = {0};
    if (folder_exists(ctx, workspace->data))
        add_ok(ctx, &list, "数据目录", workspace->data);
    else
        *LIST_ADD(ctx->arena, &list) = (Diagnosis){
            .subject = STR("数据目录"),
            .state = DIAGNOSIS_BROKEN,
            .finding = str_format(ctx->arena, "没有目录「%.*s」", STRF(workspace->data)),
            .remedy = STR("tongban init"),
        };
    if (workspace_open_packs(ctx, workspace) && workspace_open_fonts(ctx, workspace))
        add_ok(ctx, &list, "规则包", STR("可以读取"));
    else
        add_failure(ctx, &list, "规则包");
    diagnose_database(ctx, workspace, &list);
    if (ctx->packs && !program_open_access(ctx, workspace->data, /* make= */ false))
        add_failure(ctx, &list, "权限和密钥");
    for (size_t i = 0; i < all_module_count; i++) {
        const Module *module = all_modules[i];
        if (module->load && ctx->packs && !module->load(ctx))
            add_failure(ctx, &list, module->title);
        if (module->diagnose && ctx->db && ctx->access && !module->diagnose(ctx, &list))
            add_failure(ctx, &list, module->title);
    }
    *ret = list;
    return true;
}

/* ---- the verb ------------------------------------------------------------------------------ */

typedef struct DoctorIn {
    bool json;
} DoctorIn;
static const Field doctor_fields[] = {FIELD(DoctorIn, json, "JSON", 0)};
static const Shape doctor_shape = SHAPE(DoctorIn, doctor_fields);
static const Option doctor_options[] = {{"--json", NULL, "json", "以 JSON 输出"}};

static void print_text(const DiagnosisList *list, Buf *to)
{
    LIST_EACH (const Diagnosis, diagnosis, list) {
        buf_format(to, "%.*s  %.*s：%.*s\n", STRF(diagnosis_state_label(diagnosis)),
                   STRF(diagnosis->subject), STRF(diagnosis->finding));
        if (!str_empty(diagnosis->remedy))
            buf_format(to, "      办法：%.*s\n", STRF(diagnosis->remedy));
    }
}

void diagnosis_json(const DiagnosisList *list, Buf *to)
{
    JsonWriter json = json_writer(to);
    json_begin_object(&json);
    json_key(&json, STR("checks"));
    json_begin_array(&json);
    LIST_EACH (const Diagnosis, diagnosis, list) {
        json_begin_object(&json);
        json_key(&json, STR("subject"));
        json_str(&json, diagnosis->subject);
        json_key(&json, STR("state"));
        json_str(&json, diagnosis_state_name(diagnosis));
        json_key(&json, STR("finding"));
        json_str(&json, diagnosis->finding);
        json_key(&json, STR("remedy"));
        json_str(&json, diagnosis->remedy);
        json_end_object(&json);
    }
    json_end_array(&json);
    json_end_object(&json);
    buf_add_byte(to, '\n');
}

static bool run_doctor(Ctx *ctx, const void *input, Console *console)
{
    const DoctorIn *in = input;
    DiagnosisList list = {0};
    if (!diagnose(ctx, &terminal_of(console)->workspace, &list))
        return false;
    if (in->json)
        diagnosis_json(&list, console->out);
    else
        print_text(&list, console->out);
    size_t broken = 0;
    LIST_EACH (const Diagnosis, diagnosis, &list)
        broken += diagnosis->state == DIAGNOSIS_BROKEN;
    return broken == 0 || fail(ctx, FAIL_MISSING, "有 %zu 处故障", broken);
}

const Command command_doctor = {
    .verb = "doctor",
    .arguments = "",
    .help = "检查数据目录、数据库、规则包、字体，指出如何修复",
    .examples = (const char *const[]){"tongban doctor", "tongban doctor --json", NULL},
    .options = doctor_options,
    .option_count = ARRAY_LEN(doctor_options),
    .input = &doctor_shape,
    .run = run_doctor,
};
