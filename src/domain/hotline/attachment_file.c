#include "domain/hotline/attachment_file.h"

#include "base/utf8.h"
#include "engine/access/access.h"
#include "port/digest.h"
#include "port/encoding.h"
#include "port/files.h"
#include "port/picture.h"
#include "port/zip.h"

#define DIGEST_CHARS 64

static const struct {
    const char *kind;
    const char *ending;
    const char *other_ending; /* that may stay; NULL = none */
    const char *type;
    const char *label;
} known[] = {
    {"jpeg", ".jpg", ".jpeg", "image/jpeg", "JPEG 图片"},
    {"png", ".png", NULL, "image/png", "PNG 图片"},
    {"pdf", ".pdf", NULL, "application/pdf", "PDF"},
    {"docx", ".docx", NULL,
     "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word（DOCX）"},
    {"xlsx", ".xlsx", NULL, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
     "Excel（XLSX）"},
    {"text", ".txt", ".csv", "text/plain; charset=utf-8", "纯文本"},
};

/* Index into the table; one past its end for none. */
static size_t place_of(Str kind)
{
    size_t i = 0;
    while (i < ARRAY_LEN(known) && !str_equal_c(kind, known[i].kind))
        i++;
    return i;
}

Str attachment_content_type(Str kind)
{
    size_t i = place_of(kind);
    return i < ARRAY_LEN(known) ? str_of(known[i].type) : STR("application/octet-stream");
}

Str attachment_kinds_text(Arena *arena, const TextList *kinds)
{
    Buf text = buf_create(arena, KIB);
    LIST_EACH (const Str, kind, kinds) {
        size_t i = place_of(*kind);
        if (i < ARRAY_LEN(known))
            buf_format(&text, "%s%s", text.len ? "、" : "", known[i].label);
    }
    return buf_str(&text);
}

/* ---- names ----------------------------------------------------------------------------------- */

/* What a file system or a reader of the name may take for something else. */
static bool is_harmless(Rune rune)
{
    bool turns = (rune >= 0x200B && rune <= 0x200F) || (rune >= 0x202A && rune <= 0x202E) ||
                 (rune >= 0x2060 && rune <= 0x206F) || rune == 0xFEFF;
    return rune >= 0x20 && rune != 0x7F && !(rune >= 0x80 && rune < 0xA0) && !turns &&
           !(rune < 0x80 && strchr("<>:\"|?*;", (int)rune));
}

static Str bare_name(Arena *arena, Str name)
{
    for (size_t at = 0; at < name.len; at++)
        if (name.at[at] == '/' || name.at[at] == '\\')
            return bare_name(arena, str_after(name, at + 1));
    Buf bare = buf_create(arena, 4 * KIB);
    Str rest = name;
    while (!str_empty(rest)) {
        Str before = rest;
        if (is_harmless(utf8_next(&rest)))
            buf_add(&bare, str_slice(before, 0, before.len - rest.len));
    }
    Str kept = str_trim(buf_str(&bare));
    while (str_starts(kept, STR(".")))
        kept = str_after(kept, 1);
    return kept;
}

/* "scan.PDF" ends in ".pdf". */
static bool ends_like(Str name, const char *ending)
{
    size_t len = ending ? strlen(ending) : 0;
    return len && name.len > len && strncasecmp(name.at + name.len - len, ending, len) == 0;
}

Str attachment_name(Arena *arena, Str name, Str kind)
{
    size_t i = place_of(kind);
    Str bare = utf8_check(name) == STR_NONE ? bare_name(arena, name) : (Str){0};
    const char *ending = i < ARRAY_LEN(known) ? known[i].ending : "";
    const char *other = i < ARRAY_LEN(known) ? known[i].other_ending : NULL;
    if (ends_like(bare, other))
        ending = other;
    if (ends_like(bare, ending))
        bare = str_slice(bare, 0, bare.len - strlen(ending));
    if (str_empty(bare))
        bare = STR("附件");
    return str_format(arena, "%.*s%s", STRF(utf8_prefix(bare, ATTACHMENT_NAME_RUNES_MAX)), ending);
}

/* ---- what it is ------------------------------------------------------------------------------ */

static bool read_picture(Ctx *ctx, Str bytes, AttachmentFile *ret)
{
    Picture picture;
    if (!picture_clean(ctx, bytes, &picture))
        return false;
    *ret = (AttachmentFile){.kind = picture.kind == PICTURE_JPEG ? STR("jpeg") : STR("png"),
                            .bytes = picture.bytes,
                            .width = picture.width,
                            .height = picture.height,
                            .thumbnail = picture.thumbnail};
    return true;
}

static bool fail_macros(Ctx *ctx)
{
    fail(ctx, FAIL_INVALID, "文件带有宏，不能接收");
    return fail_hint(ctx, "另存为不带宏的 DOCX 或 XLSX 后再上传");
}

/* An office file is an archive; its parts say which. Other archives are of no kind. */
static bool read_office(Ctx *ctx, Str bytes, AttachmentFile *ret)
{
    ZipArchive *zip;
    if (!zip_open_read(ctx, bytes, &zip))
        return false;
    bool typed = zip_has(zip, STR("[Content_Types].xml"));
    bool word = typed && zip_has(zip, STR("word/document.xml"));
    bool sheet = typed && zip_has(zip, STR("xl/workbook.xml"));
    bool macros =
        zip_has(zip, STR("word/vbaProject.bin")) || zip_has(zip, STR("xl/vbaProject.bin"));
    zip_close_read(ctx, zip);
    if (macros)
        return fail_macros(ctx);
    *ret = (AttachmentFile){.kind = word    ? STR("docx")
                                    : sheet ? STR("xlsx")
                                            : STR(""),
                            .bytes = bytes};
    return true;
}

/* Text has no control characters but blanks and line ends. */
static bool read_text(Ctx *ctx, Str bytes, AttachmentFile *ret)
{
    Str text = {0};
    TextEncoding encoding;
    bool plain = !str_empty(bytes) && encoding_to_utf8(ctx, bytes, &text, &encoding);
    for (size_t i = 0; plain && i < text.len; i++)
        plain = (unsigned char)text.at[i] >= 0x20 || strchr("\t\r\n\f", text.at[i]);
    fail_clear(ctx);
    *ret = (AttachmentFile){.kind = plain ? STR("text") : STR(""), .bytes = text};
    return true;
}

static bool read_kind(Ctx *ctx, Str bytes, AttachmentFile *ret)
{
    if (picture_kind(bytes) != PICTURE_NONE)
        return read_picture(ctx, bytes, ret);
    if (str_starts(bytes, STR("%PDF-"))) {
        *ret = (AttachmentFile){.kind = STR("pdf"), .bytes = bytes};
        return true;
    }
    if (str_starts(bytes, STR("PK\x03\x04")))
        return read_office(ctx, bytes, ret);
    return read_text(ctx, bytes, ret);
}

bool attachment_file_read(Ctx *ctx, Str bytes, const TextList *kinds, AttachmentFile *ret)
{
    AttachmentFile file = {0};
    if (str_empty(bytes))
        return fail(ctx, FAIL_INVALID, "文件是空的");
    if (!read_kind(ctx, bytes, &file))
        return false;
    LIST_EACH (const Str, kind, kinds)
        if (str_equal(*kind, file.kind)) {
            *ret = file;
            return true;
        }
    size_t i = place_of(file.kind);
    if (i < ARRAY_LEN(known))
        fail(ctx, FAIL_INVALID, "这里不收 %s 文件", known[i].label);
    else
        fail(ctx, FAIL_INVALID, "不认识这种文件");
    return fail_hint(ctx, "可以上传：%.*s；种类按内容判断，改文件名没有用",
                     STRF(attachment_kinds_text(ctx->arena, kinds)));
}

/* ---- where it is kept ------------------------------------------------------------------------ */

static bool path_of(Ctx *ctx, Str digest, Str *ret_folder, Str *ret_path)
{
    if (!ctx->access || str_empty(ctx->access->data))
        return fail(ctx, FAIL_MISSING, "没有数据目录，附件无处存放");
    Str files = path_join(ctx->arena, ctx->access->data, STR("files"));
    *ret_folder = path_join(ctx->arena, files, str_slice(digest, 0, 2));
    *ret_path = path_join(ctx->arena, *ret_folder, digest);
    return true;
}

bool attachment_store(Ctx *ctx, Str bytes, Str *ret_digest)
{
    Str folder, path, digest;
    if (!digest_sha256_hex(ctx, bytes, &digest) || !path_of(ctx, digest, &folder, &path))
        return false;
    if (!file_exists(ctx, path) &&
        (!folder_make_private(ctx, folder) || !file_write_private(ctx, path, bytes)))
        return false;
    *ret_digest = digest;
    return true;
}

bool attachment_fetch(Ctx *ctx, Str digest, Str *ret_bytes)
{
    Str folder, path, bytes, found;
    if (digest.len != DIGEST_CHARS || !path_of(ctx, digest, &folder, &path))
        return fail(ctx, FAIL_MISSING, "附件没有内容");
    if (!file_read(ctx, path, ZIP_BYTES_MAX, &bytes)) {
        if (ctx->fail.code != FAIL_NOT_FOUND)
            return false;
        fail(ctx, FAIL_MISSING, "附件的文件不在数据目录中");
        return fail_hint(ctx, "从备份恢复 DATA/files");
    }
    if (!digest_sha256_hex(ctx, bytes, &found))
        return false;
    if (!str_equal(found, digest))
        return fail(ctx, FAIL_MISSING, "附件的文件已被改动，与登记的 SHA-256 不符");
    *ret_bytes = bytes;
    return true;
}
