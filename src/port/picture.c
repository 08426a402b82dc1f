#include "port/picture.h"

#include "port/picture_jpeg.h"

#include <png.h>
#include <turbojpeg.h>

#define JPEG_QUALITY 85
#define THUMBNAIL_QUALITY 75
#define RGB 3
#define RGBA 4

/* Pixels by rows, without gaps. */
typedef struct Pixels {
    unsigned char *at;
    int width;
    int height;
    int channels; /* RGB or RGBA */
} Pixels;

PictureKind picture_kind(Str bytes)
{
    static const char *const heic[] = {"heic", "heix", "hevc", "heim", "heis",
                                       "mif1", "msf1", "heif", "avif", NULL};
    if (str_starts(bytes, STR("\xFF\xD8\xFF")))
        return PICTURE_JPEG;
    if (str_starts(bytes, STR("\x89PNG\r\n\x1A\n")))
        return PICTURE_PNG;
    if (str_equal_c(str_slice(bytes, 4, 4), "ftyp") && str_is_one_of(str_slice(bytes, 8, 4), heic))
        return PICTURE_HEIC;
    return PICTURE_NONE;
}

/* ---- limits ---------------------------------------------------------------------------------- */

static bool fail_damaged(Ctx *ctx, const char *why)
{
    fail(ctx, FAIL_SYNTAX, "图片已损坏，无法读取");
    fail_detail(ctx, "%s", why);
    return fail_hint(ctx, "请重新拍摄，或用手机、电脑打开后另存为 JPEG 再上传");
}

static bool check_size(Ctx *ctx, int width, int height, int64_t pixels_max)
{
    if (width < 1 || height < 1)
        return fail_damaged(ctx, "no size");
    if (width <= PICTURE_EDGE_MAX && height <= PICTURE_EDGE_MAX &&
        (int64_t)width * height <= pixels_max)
        return true;
    fail(ctx, FAIL_TOO_LARGE, "图片有 %d×%d 像素，太大", width, height);
    return fail_hint(ctx, "边长最多 %d 像素，合计最多 %lld 万像素；请缩小后再上传",
                     PICTURE_EDGE_MAX, (long long)(pixels_max / 10000));
}

static Pixels pixels_new(Arena *arena, int width, int height, int channels)
{
    size_t row = (size_t)width * (size_t)channels;
    return (Pixels){.at = arena_alloc_array(arena, (size_t)height, row, 1),
                    .width = width,
                    .height = height,
                    .channels = channels};
}

/* ---- pixels ---------------------------------------------------------------------------------- */

static unsigned char *pixel_at(const Pixels *pixels, int x, int y)
{
    return pixels->at + ((size_t)y * (size_t)pixels->width + (size_t)x) * (size_t)pixels->channels;
}

/* Where the pixel (x, y) of the upright picture lies in the one that was taken. */
static const unsigned char *turned_from(const Pixels *taken, int orientation, int x, int y)
{
    int right = taken->width - 1, bottom = taken->height - 1;
    switch (orientation) {
    case 2:
        return pixel_at(taken, right - x, y);
    case 3:
        return pixel_at(taken, right - x, bottom - y);
    case 4:
        return pixel_at(taken, x, bottom - y);
    case 5:
        return pixel_at(taken, y, x);
    case 6:
        return pixel_at(taken, y, bottom - x);
    case 7:
        return pixel_at(taken, right - y, bottom - x);
    case 8:
        return pixel_at(taken, right - y, x);
    default:
        return pixel_at(taken, x, y);
    }
}

static Pixels upright(Arena *arena, const Pixels *taken, int orientation)
{
    if (orientation <= 1)
        return *taken;
    bool sideways = orientation >= 5;
    Pixels turned = pixels_new(arena, sideways ? taken->height : taken->width,
                               sideways ? taken->width : taken->height, taken->channels);
    for (int y = 0; y < turned.height; y++)
        for (int x = 0; x < turned.width; x++)
            memcpy(pixel_at(&turned, x, y), turned_from(taken, orientation, x, y),
                   (size_t)taken->channels);
    return turned;
}

/* The mean of the pixels that a pixel of the small picture stands for; what is transparent becomes
 * white. */
static void mean_of(const Pixels *from, const int box[4], unsigned char *ret)
{
    uint64_t sum[RGB] = {0};
    uint64_t count = 0;
    for (int y = box[1]; y < box[3]; y++)
        for (int x = box[0]; x < box[2]; x++, count++) {
            const unsigned char *pixel = pixel_at(from, x, y);
            unsigned alpha = from->channels == RGBA ? pixel[RGB] : 255;
            for (int channel = 0; channel < RGB; channel++)
                sum[channel] += (pixel[channel] * alpha + 255 * (255 - alpha)) / 255;
        }
    for (int channel = 0; channel < RGB; channel++)
        ret[channel] = (unsigned char)(sum[channel] / count);
}

static Pixels shrunk(Arena *arena, const Pixels *from, int edge_max)
{
    int longer = from->width > from->height ? from->width : from->height;
    int edge = longer < edge_max ? longer : edge_max;
    int width = (int)((int64_t)from->width * edge / longer);
    int height = (int)((int64_t)from->height * edge / longer);
    Pixels small = pixels_new(arena, width ? width : 1, height ? height : 1, RGB);
    for (int y = 0; y < small.height; y++)
        for (int x = 0; x < small.width; x++) {
            int box[4] = {(int)((int64_t)x * from->width / small.width),
                          (int)((int64_t)y * from->height / small.height),
                          (int)((int64_t)(x + 1) * from->width / small.width),
                          (int)((int64_t)(y + 1) * from->height / small.height)};
            mean_of(from, box, pixel_at(&small, x, y));
        }
    return small;
}

/* ---- JPEG ------------------------------------------------------------------------------------ */

static void release_turbo(void *handle)
{
    tjDestroy(handle);
}

/* The largest of libjpeg's eighths that keeps within the edge. */
static void fit(int *width, int *height)
{
    int longer = *width > *height ? *width : *height;
    tjscalingfactor factor = {.num = 8, .denom = 8};
    while (factor.num > 1 && TJSCALED(longer, factor) > PICTURE_STORED_EDGE_MAX)
        factor.num--;
    *width = TJSCALED(*width, factor);
    *height = TJSCALED(*height, factor);
}

static bool jpeg_read(Ctx *ctx, Str bytes, Pixels *ret)
{
    const unsigned char *at = (const unsigned char *)bytes.at;
    JpegHead head = jpeg_head(bytes);
    int width = 0, height = 0, sampling = 0, colours = 0;
    tjhandle turbo = tjInitDecompress();
    if (!turbo)
        return fail(ctx, FAIL_SYSTEM, "无法读取图片");
    arena_defer(ctx->arena, release_turbo, turbo);
    if (tjDecompressHeader3(turbo, at, bytes.len, &width, &height, &sampling, &colours) != 0)
        return fail_damaged(ctx, tjGetErrorStr2(turbo));
    if (!check_size(ctx, width, height,
                    head.progressive ? PICTURE_SCANS_PIXELS_MAX : PICTURE_JPEG_PIXELS_MAX))
        return false;
    if (colours == TJCS_CMYK || colours == TJCS_YCCK)
        return fail_damaged(ctx, "CMYK");
    fit(&width, &height);
    Pixels taken = pixels_new(ctx->arena, width, height, RGB);
    /* A warning is a picture with a damaged part: what there is of it is shown. */
    if (tjDecompress2(turbo, at, bytes.len, taken.at, width, 0, height, TJPF_RGB,
                      TJFLAG_LIMITSCANS) != 0 &&
        tjGetErrorCode(turbo) != TJERR_WARNING)
        return fail_damaged(ctx, tjGetErrorStr2(turbo));
    *ret = upright(ctx->arena, &taken, head.orientation);
    return true;
}

static bool jpeg_write(Ctx *ctx, const Pixels *pixels, int quality, Str *ret)
{
    unsigned long size = tjBufSize(pixels->width, pixels->height, TJSAMP_420);
    unsigned char *to = arena_alloc(ctx->arena, size, 1);
    tjhandle turbo = tjInitCompress();
    if (!turbo)
        return fail(ctx, FAIL_SYSTEM, "无法写出图片");
    arena_defer(ctx->arena, release_turbo, turbo);
    if (tjCompress2(turbo, pixels->at, pixels->width, 0, pixels->height, TJPF_RGB, &to, &size,
                    TJSAMP_420, quality, TJFLAG_NOREALLOC) != 0) {
        fail(ctx, FAIL_SYSTEM, "无法写出图片");
        return fail_detail(ctx, "%s", tjGetErrorStr2(turbo));
    }
    *ret = str_from(to, size);
    return true;
}

/* ---- PNG ------------------------------------------------------------------------------------- */

static void release_png(void *image)
{
    png_image_free(image);
}

static png_image *png_new(Arena *arena)
{
    png_image *image = NEW(arena, png_image, 1);
    image->version = PNG_IMAGE_VERSION;
    arena_defer(arena, release_png, image);
    return image;
}

static bool png_read(Ctx *ctx, Str bytes, Pixels *ret)
{
    png_image *image = png_new(ctx->arena);
    if (!png_image_begin_read_from_memory(image, bytes.at, bytes.len))
        return fail_damaged(ctx, image->message);
    if (image->width > PICTURE_EDGE_MAX || image->height > PICTURE_EDGE_MAX)
        return check_size(ctx, PICTURE_EDGE_MAX + 1, PICTURE_EDGE_MAX + 1, PICTURE_PNG_PIXELS_MAX);
    if (!check_size(ctx, (int)image->width, (int)image->height, PICTURE_PNG_PIXELS_MAX))
        return false;
    bool clear = image->format & PNG_FORMAT_FLAG_ALPHA;
    image->format = clear ? PNG_FORMAT_RGBA : PNG_FORMAT_RGB;
    Pixels pixels =
        pixels_new(ctx->arena, (int)image->width, (int)image->height, clear ? RGBA : RGB);
    if (!png_image_finish_read(image, /* background= */ NULL, pixels.at, /* row_stride= */ 0,
                               /* colormap= */ NULL))
        return fail_damaged(ctx, image->message);
    *ret = pixels;
    return true;
}

static bool png_write(Ctx *ctx, const Pixels *pixels, Str *ret)
{
    png_image *image = png_new(ctx->arena);
    image->width = (png_uint_32)pixels->width;
    image->height = (png_uint_32)pixels->height;
    image->format = pixels->channels == RGBA ? PNG_FORMAT_RGBA : PNG_FORMAT_RGB;
    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(*image);
    void *to = arena_alloc(ctx->arena, size, 1);
    if (!png_image_write_to_memory(image, to, &size, /* convert_to_8_bit= */ 0, pixels->at,
                                   /* row_stride= */ 0, /* colormap= */ NULL)) {
        fail(ctx, FAIL_SYSTEM, "无法写出图片");
        return fail_detail(ctx, "%s", image->message);
    }
    *ret = str_from(to, size);
    return true;
}

/* ---- both ------------------------------------------------------------------------------------ */

static bool fail_kind(Ctx *ctx, PictureKind kind)
{
    if (kind == PICTURE_HEIC) {
        fail(ctx, FAIL_INVALID, "这张照片是 HEIC 格式，暂不能接收");
        return fail_hint(ctx, "在手机「设置—相机—格式」中改为「兼容性最佳」后重拍，或另存为 JPEG");
    }
    fail(ctx, FAIL_INVALID, "这不是 JPEG 或 PNG 图片");
    return fail_hint(ctx, "请上传 JPEG 或 PNG 图片");
}

bool picture_clean(Ctx *ctx, Str bytes, Picture *ret)
{
    Picture picture = {.kind = picture_kind(bytes)};
    Pixels pixels = {0}, small;
    if (picture.kind != PICTURE_JPEG && picture.kind != PICTURE_PNG)
        return fail_kind(ctx, picture.kind);
    if (bytes.len > PICTURE_BYTES_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "图片超过 %zu MiB", (size_t)(PICTURE_BYTES_MAX / MIB));
    bool good = picture.kind == PICTURE_JPEG
                    ? jpeg_read(ctx, bytes, &pixels) &&
                          jpeg_write(ctx, &pixels, JPEG_QUALITY, &picture.bytes)
                    : png_read(ctx, bytes, &pixels) && png_write(ctx, &pixels, &picture.bytes);
    if (!good)
        return false;
    small = shrunk(ctx->arena, &pixels, PICTURE_THUMBNAIL_EDGE);
    if (!jpeg_write(ctx, &small, THUMBNAIL_QUALITY, &picture.thumbnail))
        return false;
    picture.width = pixels.width;
    picture.height = pixels.height;
    *ret = picture;
    return true;
}
