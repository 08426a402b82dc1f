/*
 * xlsx_number.h - numbers and dates as spreadsheets store them.
 *
 * A sheet's XML holds a binary number printed with up to 17 digits: 19.89 stands there as
 * 19.890000000000001. A spreadsheet shows 15 significant digits of it, and that is what the user
 * typed. The reduction works on the decimal digits themselves, without binary floating point.
 */
#ifndef TONGBAN_PORT_XLSX_NUMBER_H
#define TONGBAN_PORT_XLSX_NUMBER_H

#include "base/buf.h"

#define XLSX_SIGNIFICANT_DIGITS 15

/* "1.9890000000000001E1" gives "19.89": at most 15 significant digits, no exponent, no needless
 * zeros. False when the text is no number, or one with more than 40 digits when written out. */
must_use bool xlsx_number_reduce(Arena *arena, Str text, Str *ret);

/* How a number is shown, as far as reading it goes. */
typedef enum XlsxNumberKind { XLSX_PLAIN_NUMBER, XLSX_PERCENT, XLSX_DATE } XlsxNumberKind;
/* By a number format's built-in id (ECMA-376 part 1, 18.8.30, Chinese ones included)... */
XlsxNumberKind xlsx_format_kind_of_id(int64_t id);
/* ...or by its code: "yyyy-mm-dd", "0.00%". */
XlsxNumberKind xlsx_format_kind(Str code);

/* A reduced number of days to "2023-02-28", with " 08:30:00" when it has a time; below one day
 * only the time. `is_1904`: days count from 1904-01-01, not 1900. False when it is no date: out of
 * range, or the day 1900-02-29 that never was. */
must_use bool xlsx_serial_date(Arena *arena, Str number, bool is_1904, Str *ret);

#endif
