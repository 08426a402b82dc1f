/*
 * mask.h - personal data as it is shown to those who need not know it.
 *
 * 个人信息保护法 Art.51 (去标识化). Masking keeps what tells two entries apart at work and no more:
 * a name its first character, a mobile 138****1234, an identity number the area and the last four,
 * an address up to its street or community. A text that does not look like its kind is masked whole
 * but for its first character. The text must be UTF-8; an empty one stays empty.
 */
#ifndef TONGBAN_BASE_MASK_H
#define TONGBAN_BASE_MASK_H

#include "base/shape.h"

Str mask_text(Arena *arena, MaskKind kind, Str text);
/* "name", "phone", "id", "address"; and 姓名, 电话, 证件号, 地址. */
const char *mask_kind_name(MaskKind kind);
const char *mask_kind_label(MaskKind kind);
/* By name; false when there is none. */
must_use bool mask_kind_named(Str name, MaskKind *ret);

#endif
