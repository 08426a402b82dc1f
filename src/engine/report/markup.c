#include "engine/report/markup.h"

void markup_element(Buf *to, const char *open, Str text, const char *close)
{
    buf_add_c(to, open);
    xml_escape(to, text);
    buf_add_c(to, close);
}
