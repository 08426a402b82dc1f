/* Grades: quotas, bands, and what is said of ties and of gaps between bands. */
#include "engine/assess/loader.h"

/* A number for every group, or a map from group to number. */
static bool load_quota(Loader *loader, const YamlNode *map, SchemeGrade *grade)
{
    const YamlNode *quota = yaml_get(map, STR("quota"));
    if (!quota)
        return true;
    bool each = quota->kind == YAML_MAP;
    grade->quota_count = each ? quota->count : 1;
    grade->quotas = NEW(loader->ctx->arena, GradeQuota, grade->quota_count);
    for (size_t i = 0; i < grade->quota_count; i++) {
        const YamlNode *number = each ? quota->entries[i].value : quota;
        if (each)
            grade->quotas[i].group = quota->entries[i].key;
        if (each && !scheme_has_group(loader->scheme, quota->entries[i].key))
            return yaml_fail(loader->ctx, number, "方案不适用于分组「%.*s」",
                             STRF(quota->entries[i].key));
        if (number->kind != YAML_SCALAR || !str_to_int(number->text, &grade->quotas[i].count) ||
            grade->quotas[i].count < 0)
            return yaml_fail(loader->ctx, number, "名额应为整数");
    }
    return true;
}

/* A band: from at_least to at_most, both included. */
static bool load_limits(Loader *loader, const YamlNode *map, SchemeGrade *grade)
{
    if (!load_decimal(loader, map, "at_least", &grade->has_at_least, &grade->at_least) ||
        !load_decimal(loader, map, "at_most", &grade->has_at_most, &grade->at_most))
        return false;
    const YamlNode *at_most = yaml_get(map, STR("at_most"));
    if (grade->has_at_most && grade->quota_count > 0)
        return yaml_fail(loader->ctx, at_most, "按名额评定的等次不写 at_most");
    if (grade->has_at_most && grade->has_at_least &&
        decimal_compare(grade->at_most, grade->at_least) < 0)
        return yaml_fail(loader->ctx, at_most, "at_most 小于 at_least");
    return true;
}

static bool load_grade(Loader *loader, const YamlNode *map, SchemeGrade *grade)
{
    static const char *const keys[] = {"name", "quota", "ties", "at_least", "at_most", NULL};
    static const Word ties[] = {{"all", GRADE_TIES_ALL}, {"none", GRADE_TIES_NONE}};
    int tied;
    if (!yaml_only(loader->ctx, map, keys) ||
        !yaml_str(loader->ctx, map, STR("name"), &grade->name) || !load_quota(loader, map, grade) ||
        !load_limits(loader, map, grade) ||
        !LOAD_WORD(loader, map, "ties", ties, GRADE_TIES_ALL, &tied))
        return false;
    grade->ties = (GradeTies)tied;
    const YamlNode *at = yaml_get(map, STR("ties"));
    if (at && grade->quota_count == 0)
        return yaml_fail(loader->ctx, at, "没有名额（quota）的等次不写 ties");
    if (!loader->scheme->total.exists)
        return yaml_fail(loader->ctx, map, "方案没有总分，不能评定等次");
    if (grade->quota_count > 0 && !loader->scheme->ranking.exists)
        return yaml_fail(loader->ctx, map, "方案不排名，不能按名额评定等次");
    return true;
}

/* With an upper limit printed, something can lie between two bands: then the scheme has to say
 * what it is given. */
static bool load_gap(Loader *loader, const YamlNode *root)
{
    static const Word gaps[] = {
        {"lower", GRADE_GAP_LOWER}, {"higher", GRADE_GAP_HIGHER}, {"none", GRADE_GAP_NONE}};
    int gap;
    if (!LOAD_WORD(loader, root, "grade_gap", gaps, GRADE_GAP_LOWER, &gap))
        return false;
    loader->scheme->grade_gap = (GradeGap)gap;
    const YamlNode *at = yaml_get(root, STR("grade_gap"));
    bool limited = false;
    LIST_EACH (const SchemeGrade, grade, &loader->scheme->grades)
        limited = limited || grade->has_at_most;
    if (limited && !at) {
        yaml_fail(loader->ctx, yaml_get(root, STR("grades")),
                  "等次写了 at_most，须写明两档之间的得分归哪一档");
        return fail_hint(
            loader->ctx,
            "写 grade_gap: lower（归较低一档）、higher（归较高一档）或 none（不定等次）");
    }
    if (at && !limited)
        return yaml_fail(loader->ctx, at, "各等次都没有 at_most，不必写 grade_gap");
    return true;
}

bool load_grades(Loader *loader, const YamlNode *root)
{
    const YamlNode *list;
    if (!load_list(loader, root, "grades", SCHEME_GRADES_MAX, &list))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        SchemeGrade grade = {0};
        if (!load_grade(loader, list->items[i], &grade))
            return false;
        *LIST_ADD(loader->ctx->arena, &loader->scheme->grades) = grade;
    }
    return load_gap(loader, root);
}
