/*
 * attr.h - compiler attributes, small macros and the list of banned libc functions.
 *
 * Every header of Tongban includes this one first. The bans follow git's banned.h: a banned
 * function becomes a name that does not exist, so its use fails to compile and names itself.
 */
#ifndef TONGBAN_BASE_ATTR_H
#define TONGBAN_BASE_ATTR_H

#include <assert.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The result must be looked at: all fallible functions carry it. */
#define must_use __attribute__((warn_unused_result))
/* Argument number `format_at` is a printf format, checked against those from `first_at` on. */
#define printf_like(format_at, first_at) __attribute__((format(printf, format_at, first_at)))
#define no_return __attribute__((noreturn))

#define ARRAY_LEN(array) (sizeof(array) / sizeof((array)[0]))

#define BANNED(function) sorry_##function##_is_banned_see_base_attr_h
#undef strcpy
#define strcpy(to, from) BANNED(strcpy)
#undef strcat
#define strcat(to, from) BANNED(strcat)
#undef strncpy
#define strncpy(to, from, n) BANNED(strncpy)
#undef strncat
#define strncat(to, from, n) BANNED(strncat)
#undef strtok
#define strtok(text, separators) BANNED(strtok)
#undef sprintf
#define sprintf(...) BANNED(sprintf)
#undef vsprintf
#define vsprintf(...) BANNED(vsprintf)
#undef gets
#define gets(to) BANNED(gets)
#undef atoi
#define atoi(text) BANNED(atoi)
#undef atof
#define atof(text) BANNED(atof)
#undef localtime
#define localtime(time) BANNED(localtime)
#undef gmtime
#define gmtime(time) BANNED(gmtime)
#undef ctime
#define ctime(time) BANNED(ctime)
#undef asctime
#define asctime(tm) BANNED(asctime)

#endif
