#include "port/picture_jpeg.h"

#define ORIENTATION_TAG 0x0112
#define ENTRY_BYTES 12
#define ENTRIES_MAX 200

static unsigned byte_at(Str text, size_t at)
{
    return at < text.len ? (unsigned char)text.at[at] : 0;
}

static unsigned two_at(Str text, size_t at, bool little)
{
    unsigned first = byte_at(text, at), second = byte_at(text, at + 1);
    return little ? second << 8 | first : first << 8 | second;
}

static uint64_t four_at(Str text, size_t at, bool little)
{
    uint64_t first = two_at(text, at, little), second = two_at(text, at + 2, little);
    return little ? second << 16 | first : first << 16 | second;
}

/* The first directory of a TIFF structure; 0 when it does not tell. */
static int tiff_orientation(Str tiff)
{
    bool little = str_starts(tiff, STR("II"));
    if (!little && !str_starts(tiff, STR("MM")))
        return 0;
    uint64_t directory = four_at(tiff, 4, little);
    if (directory + 2 > tiff.len)
        return 0;
    unsigned count = two_at(tiff, (size_t)directory, little);
    for (unsigned i = 0; i < count && i < ENTRIES_MAX; i++) {
        size_t entry = (size_t)directory + 2 + (size_t)i * ENTRY_BYTES;
        if (two_at(tiff, entry, little) == ORIENTATION_TAG)
            return (int)two_at(tiff, entry + 8, little);
    }
    return 0;
}

static bool is_frame(unsigned marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

JpegHead jpeg_head(Str bytes)
{
    static const char exif[] = "Exif\0";
    JpegHead head = {.orientation = 1};
    size_t at = 2;
    while (byte_at(bytes, at) == 0xFF) {
        unsigned marker = byte_at(bytes, at + 1);
        if (marker == 0xFF) { /* a filling byte */
            at++;
            continue;
        }
        size_t length = two_at(bytes, at + 2, /* little= */ false);
        if (marker == 0xDA || length < 2 || at + 2 + length > bytes.len)
            break;
        Str body = str_slice(bytes, at + 4, length - 2);
        if (is_frame(marker))
            head.progressive = (marker & 3) == 2;
        if (marker == 0xE1 && str_starts(body, str_from(exif, sizeof exif))) {
            int told = tiff_orientation(str_after(body, sizeof exif));
            if (told >= 1 && told <= 8)
                head.orientation = told;
        }
        at += 2 + length;
    }
    return head;
}
