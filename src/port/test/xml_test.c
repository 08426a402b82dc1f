#include "port/xml.h"

#include "kit/kit.h"

/* All events in short: +name opened, -name closed, text in brackets, name=value attributes. */
static Str told(Ctx *ctx, const char *text)
{
    Buf out = buf_create(ctx->arena, MIB);
    XmlReader *reader = NULL;
    XmlEvent event;
    assert_ok(ctx, xml_open(ctx, STR("f.xml"), str_of(text), &reader));
    do {
        assert_ok(ctx, xml_next(ctx, reader, &event));
        if (event.kind == XML_OPEN)
            buf_format(&out, "+%.*s%d", STRF(event.name), event.depth);
        for (size_t i = 0; i < event.attribute_count; i++)
            buf_format(&out, " %.*s=%.*s", STRF(event.attributes[i].name),
                       STRF(event.attributes[i].value));
        if (event.kind == XML_CLOSE)
            buf_format(&out, "-%.*s%d", STRF(event.name), event.depth);
        if (event.kind == XML_TEXT)
            buf_format(&out, "[%.*s]%d", STRF(event.text), event.depth);
    } while (event.kind != XML_END_OF_TEXT);
    xml_close(ctx, reader);
    return buf_str(&out);
}

/* True when reading to the end fails; the failure is in ctx. */
static bool fails(Ctx *ctx, Str text)
{
    XmlReader *reader = NULL;
    XmlEvent event = {.kind = XML_OPEN};
    if (!xml_open(ctx, STR("f.xml"), text, &reader))
        return true;
    while (event.kind != XML_END_OF_TEXT) {
        if (!xml_next(ctx, reader, &event))
            return true;
    }
    return false;
}

static void events_come_in_order_without_prefixes(void **state)
{
    Ctx *ctx = *state;
    assert_str(told(ctx, "<?xml version='1.0'?><!-- x --><x:a xmlns:x='u' x:k='v'><b/>文</x:a>"),
               "+a1 k=v+b2-b2[文]1-a1");
}

static void predefined_entities_and_cdata_are_text(void **state)
{
    Ctx *ctx = *state;
    assert_str(told(ctx, "<a k='&lt;&quot;&#x4E2D;'>&amp;&#25991;<![CDATA[<b>]]></a>"),
               "+a1 k=<\"中[&文]1[<b>]1-a1");
}

static void several_attributes_keep_their_values(void **state)
{
    Ctx *ctx = *state;
    assert_str(told(ctx, "<a k='1&amp;' l='2&lt;' m='3'/>"), "+a1 k=1& l=2< m=3-a1");
}

static void bad_syntax_is_refused_with_the_line(void **state)
{
    Ctx *ctx = *state;
    assert_true(fails(ctx, STR("<a>\n<b>\n</a>")));
    assert_int_equal(ctx->fail.code, FAIL_SYNTAX);
    assert_int_equal(ctx->fail.place.line, 3);
    assert_true(fails(ctx, STR("")));
    assert_true(fails(ctx, STR("<a>")));
    assert_true(fails(ctx, STR("<a/><b/>")));
    assert_true(fails(ctx, STR("<a>&undefined;</a>")));
    assert_true(fails(ctx, STR("<a>\xff</a>")));
}

static void document_types_and_their_entities_are_refused(void **state)
{
    Ctx *ctx = *state;
    assert_true(fails(ctx, STR("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>")));
    assert_contains(ctx->fail.message, "DOCTYPE");
    assert_true(fails(ctx, STR("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>")));
}

static void a_declared_encoding_is_overruled(void **state)
{
    Ctx *ctx = *state;
    assert_str(told(ctx, "<?xml version='1.0' encoding='ISO-8859-1'?><a>文</a>"), "+a1[文]1-a1");
}

static void depth_and_attributes_have_limits(void **state)
{
    Ctx *ctx = *state;
    Buf deep = buf_create(ctx->arena, MIB);
    for (int i = 0; i <= XML_DEPTH_MAX; i++)
        buf_add_c(&deep, "<a>");
    assert_true(fails(ctx, buf_str(&deep)));
    assert_contains(ctx->fail.message, "嵌套");
    Buf wide = buf_create(ctx->arena, MIB);
    buf_add_c(&wide, "<a");
    for (int i = 0; i <= XML_ATTRIBUTES_MAX; i++)
        buf_format(&wide, " k%d='1'", i);
    buf_add_c(&wide, "/>");
    assert_true(fails(ctx, buf_str(&wide)));
    assert_contains(ctx->fail.message, "属性");
}

/* `count` elements <b k="i">文</b> in <a>, one a line. */
static Str many_elements(Ctx *ctx, int count)
{
    Buf out = buf_create(ctx->arena, 4 * MIB);
    buf_add_c(&out, "<a>");
    for (int i = 0; i < count; i++)
        buf_format(&out, "\n<b k=\"%d\">%d文&amp;</b>", i, i);
    return buf_str(&out);
}

static void events_do_not_depend_on_where_the_text_is_cut(void **state)
{
    Ctx *ctx = *state;
    XmlReader *reader = NULL;
    XmlEvent event;
    Str text = str_format(ctx->arena, "%.*s</a>", STRF(many_elements(ctx, 20000)));
    assert_ok(ctx, xml_open(ctx, STR("f.xml"), text, &reader));
    assert_ok(ctx, xml_next(ctx, reader, &event));
    for (int i = 0; i < 20000; i++) {
        ArenaMark mark = arena_mark(ctx->arena);
        assert_ok(ctx, xml_next(ctx, reader, &event));
        assert_str(event.text, "\n");
        assert_ok(ctx, xml_next(ctx, reader, &event));
        assert_int_equal(event.kind, XML_OPEN);
        assert_true(str_equal(xml_attribute(&event, "k"), str_format(ctx->arena, "%d", i)));
        assert_ok(ctx, xml_next(ctx, reader, &event));
        assert_int_equal(event.depth, 2);
        assert_true(str_equal(event.text, str_format(ctx->arena, "%d文&", i)));
        assert_ok(ctx, xml_next(ctx, reader, &event));
        assert_int_equal(event.kind, XML_CLOSE);
        arena_rewind(ctx->arena, mark);
    }
    xml_close(ctx, reader);
}

static void a_long_text_is_one_piece(void **state)
{
    Ctx *ctx = *state;
    XmlReader *reader = NULL;
    XmlEvent event;
    Buf text = buf_create(ctx->arena, MIB);
    buf_add_c(&text, "<a>");
    for (int i = 0; i < 100000; i++)
        buf_add_c(&text, "文");
    buf_add_c(&text, "</a>");
    assert_ok(ctx, xml_open(ctx, STR("f.xml"), buf_str(&text), &reader));
    assert_ok(ctx, xml_next(ctx, reader, &event));
    assert_ok(ctx, xml_next(ctx, reader, &event));
    assert_int_equal(event.text.len, 300000);
    assert_true(str_equal(event.text, str_slice(buf_str(&text), 3, 300000)));
    xml_close(ctx, reader);
}

static void a_text_beyond_all_measure_is_refused(void **state)
{
    Ctx *ctx = *state;
    Buf text = buf_create(ctx->arena, 12 * MIB);
    buf_add_c(&text, "<a>");
    for (size_t i = 0; i < 11 * KIB; i++) {
        char line[KIB];
        memset(line, 'x', sizeof line);
        buf_add_bytes(&text, line, sizeof line);
    }
    buf_add_c(&text, "</a>");
    assert_true(fails(ctx, buf_str(&text)));
    assert_contains(ctx->fail.message, "太长");
}

static void a_mistake_far_inside_is_told_with_its_line(void **state)
{
    Ctx *ctx = *state;
    assert_true(fails(ctx, str_format(ctx->arena, "%.*s</c>", STRF(many_elements(ctx, 20000)))));
    assert_int_equal(ctx->fail.code, FAIL_SYNTAX);
    assert_int_equal(ctx->fail.place.line, 20001);
}

static void a_prefix_never_declared_is_refused(void **state)
{
    Ctx *ctx = *state;
    assert_true(fails(ctx, STR("<x:a/>")));
    assert_int_equal(ctx->fail.code, FAIL_SYNTAX);
}

static void attributes_are_found_by_name(void **state)
{
    Ctx *ctx = *state;
    XmlReader *reader = NULL;
    XmlEvent event;
    assert_ok(ctx, xml_open(ctx, STR("f"), STR("<a r='1' empty=''/>"), &reader));
    assert_ok(ctx, xml_next(ctx, reader, &event));
    assert_str(xml_attribute(&event, "r"), "1");
    assert_str(xml_attribute(&event, "empty"), "");
    assert_str(xml_attribute(&event, "s"), "");
}

static void text_is_escaped(void **state)
{
    Ctx *ctx = *state;
    Buf out = buf_create(ctx->arena, KIB);
    xml_escape(&out, STR("<赤岗 & \"街'>\n\x01\xff"));
    assert_str(buf_str(&out), "&lt;赤岗 &amp; &quot;街&#39;&gt;\n\xef\xbf\xbd\xef\xbf\xbd");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(events_come_in_order_without_prefixes),
        KIT_TEST(predefined_entities_and_cdata_are_text),
        KIT_TEST(several_attributes_keep_their_values),
        KIT_TEST(bad_syntax_is_refused_with_the_line),
        KIT_TEST(document_types_and_their_entities_are_refused),
        KIT_TEST(a_declared_encoding_is_overruled),
        KIT_TEST(depth_and_attributes_have_limits),
        KIT_TEST(events_do_not_depend_on_where_the_text_is_cut),
        KIT_TEST(a_long_text_is_one_piece),
        KIT_TEST(a_text_beyond_all_measure_is_refused),
        KIT_TEST(a_mistake_far_inside_is_told_with_its_line),
        KIT_TEST(a_prefix_never_declared_is_refused),
        KIT_TEST(attributes_are_found_by_name),
        KIT_TEST(text_is_escaped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
