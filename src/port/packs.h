/*
 * packs.h - rules as data: the dated YAML texts under packs/.
 *
 * The packs of the build are inside the program; a bureau overrides or adds one by a file of the
 * same name in DATA/packs/. A pack is named by its path without ending: "assess/hotline".
 */
#ifndef TONGBAN_PORT_PACKS_H
#define TONGBAN_PORT_PACKS_H

#include "base/fail.h"
#include "base/list.h"

typedef struct Packs Packs;

typedef struct Pack {
    Str name;  /* "assess/hotline.yaml" */
    Str place; /* for messages: "packs/assess/hotline.yaml", or the path of the file that overrides
                */
    Str text;
} Pack;
LIST_OF(Pack, PackList);

/* One file of the build, as tools/embed writes it. */
typedef struct EmbeddedFile {
    const char *name;
    const unsigned char *at;
    size_t size;
} EmbeddedFile;
EmbeddedFile embedded_packs_at(size_t i); /* sorted by name */
extern const size_t embedded_pack_count;
EmbeddedFile embedded_site_at(size_t i); /* the built front end, see face/site */
extern const size_t embedded_site_count;

/* `folder` (DATA/packs) may be empty or absent. Lives in `arena`. */
must_use bool packs_open(Ctx *ctx, Str folder, Packs **ret);
/* Fails with FAIL_NOT_FOUND when there is none. */
must_use bool packs_get(Ctx *ctx, Str name, Pack *ret);
/* All packs below a folder such as "assess/", sorted by name. */
must_use bool packs_list(Ctx *ctx, Str folder, PackList *ret);
/* Packs as `above` has them (each hides the one of the same name below), and the rest as `below`,
 * which may be NULL: how a frozen state keeps its rules, and them alone. */
must_use bool packs_overlay(Ctx *ctx, const Packs *below, PackList above, const Packs **ret);

/*
 * What was made of packs (rules read and checked), kept as long as they live: a request need not
 * read the same text again. `what` names it, `make` fills a struct of `size` bytes, which is copied
 * to `ret`; what it points to is shared by all threads and must not be changed. `make` works in an
 * arena of the packs' own and may use ctx->packs and nothing else; one thread makes, the others
 * wait. A failure is not kept. Packs of an overlay keep nothing: there it is made in ctx each time.
 */
must_use bool packs_made(Ctx *ctx, const char *what, size_t size, bool (*make)(Ctx *ctx, void *ret),
                         void *ret);
#define PACKS_MADE_BYTES_MAX (64 * MIB)

#endif
