/*
 * site.h - the built front end, which lies inside the program.
 *
 * Files with a fingerprint in their name (below assets/) may be kept by browsers for ever, others
 * are asked for again by their entity tag. An address without a file is an address within a page
 * and gets that page: /admin/... the staff console, /12345/... the citizen's pages, anything else the
 * front page.
 */
#ifndef TONGBAN_FACE_SITE_H
#define TONGBAN_FACE_SITE_H

#include "port/http.h"

typedef struct Site Site;

/* Lives in `arena`. */
Site *site_open(Arena *arena);
/* The reply for a GET of this path. */
HttpReply site_reply(const Site *site, Arena *arena, Str path, bool takes_gzip);

#endif
