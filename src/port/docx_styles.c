#include "port/docx_styles.h"

#include "port/xml.h"

#include <strings.h>

/* Styles based on one another in a ring end here. */
#define BASED_ON_DEPTH_MAX 16

int docx_outline(Str text)
{
    return text.len == 1 && text.at[0] >= '0' && text.at[0] <= '9' ? text.at[0] - '0' : -1;
}

/* The built-in styles are known by their names, "heading 1" in every language of the program; a
 * document made by others may have its name in Chinese. */
static int outline_of_name(Str name)
{
    static const Str prefixes[] = {STR_INIT("heading "), STR_INIT("标题 "), STR_INIT("标题")};
    if (name.len == 5 && strncasecmp(name.at, "title", 5) == 0)
        return 0;
    for (size_t i = 0; i < ARRAY_LEN(prefixes); i++) {
        Str prefix = prefixes[i];
        if (name.len != prefix.len + 1 || strncasecmp(name.at, prefix.at, prefix.len) != 0)
            continue;
        int level = docx_outline(str_after(name, prefix.len));
        return level > 0 ? level - 1 : -1;
    }
    return -1;
}

static bool take_style(Ctx *ctx, const XmlEvent *event, DocxStyles *styles)
{
    if (event->kind != XML_OPEN)
        return true;
    if (str_equal_c(event->name, "style")) {
        if (styles->count == DOCX_STYLES_MAX)
            return fail(ctx, FAIL_TOO_LARGE, "文档的样式超过 %d 种", DOCX_STYLES_MAX);
        Str id = str_copy(ctx->arena, xml_attribute(event, "styleId"));
        *LIST_ADD(ctx->arena, styles) = (DocxStyle){.id = id, .outline = -1};
    }
    if (styles->count == 0)
        return true;
    DocxStyle *style = &styles->at[styles->count - 1];
    Str value = xml_attribute(event, "val");
    if (str_equal_c(event->name, "basedOn"))
        style->based_on = str_copy(ctx->arena, value);
    else if (str_equal_c(event->name, "outlineLvl"))
        style->outline = docx_outline(value);
    else if (str_equal_c(event->name, "name") && event->depth == 3 && style->outline < 0)
        style->outline = outline_of_name(value);
    return true;
}

bool docx_styles_read(Ctx *ctx, Str text, DocxStyles *ret)
{
    XmlReader *xml = NULL;
    DocxStyles styles = {0};
    XmlEvent *event = NEW(ctx->arena, XmlEvent, 1);
    if (!xml_open(ctx, STR("word/styles.xml"), text, &xml))
        return false;
    do {
        if (!xml_next(ctx, xml, event) || !take_style(ctx, event, &styles))
            return false;
    } while (event->kind != XML_END_OF_TEXT);
    xml_close(ctx, xml);
    *ret = styles;
    return true;
}

static const DocxStyle *find_style(const DocxStyles *styles, Str id)
{
    LIST_EACH (const DocxStyle, style, styles) {
        if (str_equal(style->id, id))
            return style;
    }
    return NULL;
}

int docx_heading_level(const DocxStyles *styles, Str id)
{
    for (int depth = 0; depth < BASED_ON_DEPTH_MAX && !str_empty(id); depth++) {
        const DocxStyle *style = find_style(styles, id);
        if (!style)
            return 0;
        if (style->outline >= 0)
            return style->outline < DOCX_BODY_TEXT ? style->outline + 1 : 0;
        id = style->based_on;
    }
    return 0;
}
