/* Photographs: whatever comes in, what goes out is a picture that goes through again unchanged in
 * size, and upright. Large promises are cut short so that a run is quick. */
#include "fuzz.h"
#include "port/picture.h"
#include "port/picture_jpeg.h"

#define QUICK_PIXELS_MAX 1000000

static void try_picture(Ctx *ctx, Str input)
{
    Picture first, again;
    JpegHead head = jpeg_head(input);
    FUZZ_ASSERT(head.orientation >= 1 && head.orientation <= 8);
    if (!picture_clean(ctx, input, &first)) {
        FUZZ_ASSERT(!str_empty(ctx->fail.message));
        return;
    }
    FUZZ_ASSERT(first.width <= PICTURE_STORED_EDGE_MAX || first.kind == PICTURE_PNG);
    FUZZ_ASSERT(picture_kind(first.thumbnail) == PICTURE_JPEG);
    if ((int64_t)first.width * first.height > QUICK_PIXELS_MAX)
        return;
    FUZZ_ASSERT(jpeg_head(first.bytes).orientation == 1);
    FUZZ_ASSERT(picture_clean(ctx, first.bytes, &again));
    FUZZ_ASSERT(again.width == first.width && again.height == first.height);
}

FUZZ(try_picture)
