#include "port/encoding.h"

#include "base/utf8.h"

#include <errno.h>
#include <iconv.h>

const char *encoding_label(TextEncoding encoding)
{
    switch (encoding) {
    case ENCODING_UTF8:
        return "UTF-8";
    case ENCODING_UTF8_BOM:
        return "UTF-8（带 BOM）";
    case ENCODING_UTF16LE:
        return "UTF-16LE";
    case ENCODING_UTF16BE:
        return "UTF-16BE";
    case ENCODING_GB18030:
        return "GB18030";
    }
    BUG("unknown encoding");
}

/* Files that people take for tables, by their first bytes. */
static const struct {
    Str begins;
    const char *message;
    const char *hint;
} binaries[] = {
    {STR_INIT("PK\x03\x04"), "这是工作簿或压缩文件，不是文字文件", "工作簿请用扩展名 .xlsx"},
    {STR_INIT("\xD0\xCF\x11\xE0"), "这是旧版 Excel 或 WPS 文件，不是文字文件",
     "请另存为 .xlsx 或 CSV"},
    {STR_INIT("%PDF"), "这是 PDF 文件，不是文字文件", "请导入原始表格"},
};

static bool fail_no_text(Ctx *ctx, int line)
{
    fail(ctx, FAIL_SYNTAX, "不是文字文件：含有空字节");
    fail_hint(ctx, "请另存为 UTF-8 编码的 CSV");
    return fail_at(ctx, (Place){.line = line});
}

static int line_at(Str text, size_t offset)
{
    int line = 1;
    for (size_t i = 0; i < offset && i < text.len; i++)
        line += text.at[i] == '\n';
    return line;
}

static bool check_no_nul(Ctx *ctx, Str text)
{
    size_t nul = str_find_byte(text, '\0');
    return nul == STR_NONE || fail_no_text(ctx, line_at(text, nul));
}

static void release_converter(void *converter)
{
    iconv_close(*(iconv_t *)converter);
}

/* The whole of `bytes`, or the reason in errno and the offset where it stopped. */
static bool run_iconv(Arena *arena, iconv_t converter, Str bytes, Str *ret, size_t *ret_stopped)
{
    /* Two bytes of either encoding make at most three of UTF-8; four make at most four. */
    size_t room = bytes.len + bytes.len / 2 + 4;
    char *out = arena_alloc(arena, room, 1);
    char *to = out;
    char *from = (char *)bytes.at;
    size_t left = bytes.len;
    if (iconv(converter, &from, &left, &to, &room) == (size_t)-1) {
        *ret_stopped = bytes.len - left;
        return false;
    }
    *ret = str_from(out, (size_t)(to - out));
    return true;
}

static bool convert(Ctx *ctx, const char *charset, Str bytes, Str *ret)
{
    iconv_t *converter = NEW(ctx->arena, iconv_t, 1);
    *converter = iconv_open("UTF-8", charset);
    if (*converter == (iconv_t)-1) {
        fail(ctx, FAIL_MISSING, "系统缺少 %s 编码的转换表", charset);
        return fail_hint(ctx, "请安装 libc-bin 与 libc6 的完整 gconv 模块");
    }
    arena_defer(ctx->arena, release_converter, converter);
    size_t stopped = 0;
    bool converted = run_iconv(ctx->arena, *converter, bytes, ret, &stopped);
    arena_undefer(ctx->arena, converter);
    iconv_close(*converter);
    if (converted)
        return true;
    fail(ctx, FAIL_SYNTAX, "文字编码无法识别");
    fail_detail(ctx, "既不是 UTF-8，也不是 GB18030；第 %zu 个字节起不能转换", stopped + 1);
    fail_hint(ctx, "请另存为 UTF-8 编码的 CSV");
    return fail_at(ctx, (Place){.line = line_at(bytes, stopped)});
}

static TextEncoding guess(Str bytes, size_t *ret_mark)
{
    static const struct {
        Str mark;
        TextEncoding encoding;
    } marks[] = {
        {STR_INIT("\xEF\xBB\xBF"), ENCODING_UTF8_BOM},
        {STR_INIT("\xFF\xFE"), ENCODING_UTF16LE},
        {STR_INIT("\xFE\xFF"), ENCODING_UTF16BE},
    };
    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        if (str_starts(bytes, marks[i].mark)) {
            *ret_mark = marks[i].mark.len;
            return marks[i].encoding;
        }
    }
    *ret_mark = 0;
    return utf8_check(bytes) == STR_NONE ? ENCODING_UTF8 : ENCODING_GB18030;
}

static bool check_binary(Ctx *ctx, Str bytes)
{
    for (size_t i = 0; i < ARRAY_LEN(binaries); i++) {
        if (str_starts(bytes, binaries[i].begins)) {
            fail(ctx, FAIL_SYNTAX, "%s", binaries[i].message);
            return fail_hint(ctx, "%s", binaries[i].hint);
        }
    }
    return true;
}

bool encoding_to_utf8(Ctx *ctx, Str bytes, Str *ret_text, TextEncoding *ret_encoding)
{
    if (bytes.len > ENCODING_BYTES_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "文件太大，上限 %zu MiB",
                    (size_t)(ENCODING_BYTES_MAX / MIB));
    if (!check_binary(ctx, bytes))
        return false;
    size_t mark = 0;
    TextEncoding encoding = guess(bytes, &mark);
    Str text = str_after(bytes, mark);
    bool is_wide = encoding == ENCODING_UTF16LE || encoding == ENCODING_UTF16BE;
    if (!is_wide && !check_no_nul(ctx, text))
        return false;
    if (encoding == ENCODING_UTF8_BOM && utf8_check(text) != STR_NONE) {
        fail(ctx, FAIL_SYNTAX, "文件标明为 UTF-8，但含有不合 UTF-8 的字节");
        return fail_at(ctx, (Place){.line = line_at(text, utf8_check(text))});
    }
    bool must_convert = is_wide || encoding == ENCODING_GB18030;
    if (must_convert && !convert(ctx, encoding_label(encoding), text, &text))
        return false;
    if (is_wide && !check_no_nul(ctx, text))
        return false;
    *ret_text = text;
    *ret_encoding = encoding;
    return true;
}
