/*
 * routes.h - what this module answers over HTTP: a table for each noun; module.c lists them. Paths,
 * inputs and outputs are documented by the rows themselves.
 *
 * Reading what others choose from needs the right of those who choose: units "access.users", roles
 * "access.posts". Changing them is a right of its own.
 */
#ifndef TONGBAN_ADMINISTRATION_ROUTES_H
#define TONGBAN_ADMINISTRATION_ROUTES_H

#include "domain/module.h"

/* Each ended by a row without path. */
extern const Route session_routes[];    /* signing in and out, the acting post */
extern const Route own_routes[];        /* one's own account */
extern const Route right_routes[];      /* what a right is called, and who has it */
extern const Route user_routes[];       /* accounts of others, their devices */
extern const Route post_routes[];       /* posts, who holds them */
extern const Route role_routes[];       /* roles */
extern const Route unit_routes[];       /* the organisation */
extern const Route dictionary_routes[]; /* dictionaries */
extern const Route calendar_routes[];   /* the calendar */
extern const Route pack_routes[];       /* rules, to be read */
extern const Route audit_routes[];      /* the trail */
extern const Route token_routes[];      /* tokens for programs */
extern const Route notice_routes[];     /* notices to users */
extern const Route outbox_routes[];     /* who else is told */

#define WHY_RUNES_MAX 500

/* Tells all modules that working days have changed. With the whole scope, in no transaction. */
must_use bool calendar_tell(Ctx *ctx);

/* ---- rows -------------------------------------------------------------------------------------
 */

#define VIEW(path_, permission_, input_, output_, handle_, help_)                                  \
    {                                                                                              \
        .method = METHOD_GET, .path = (path_), .permission = (permission_), .input = (input_),     \
        .output = (output_), .handle = (handle_), .help = (help_)                                  \
    }
#define MOVE(path_, permission_, input_, output_, handle_, help_)                                  \
    {                                                                                              \
        .method = METHOD_POST, .path = (path_), .permission = (permission_), .input = (input_),    \
        .output = (output_), .handle = (handle_), .help = (help_)                                  \
    }
#define DROP(path_, permission_, input_, handle_, help_)                                           \
    {                                                                                              \
        .method = METHOD_DELETE, .path = (path_), .permission = (permission_), .input = (input_),  \
        .handle = (handle_), .help = (help_)                                                       \
    }

/* ---- inputs and outputs that several nouns share
 * ------------------------------------------------- */

typedef struct IdIn {
    int64_t id;
} IdIn;
extern const Shape id_shape;
/* As output: of what has been made. */
extern const Shape made_id_shape;

typedef struct IdWhyIn {
    int64_t id;
    Str why;
} IdWhyIn;
extern const Shape id_why_shape;

/* A member of a list of ids, written as the number alone. */
typedef struct UnitId {
    int64_t unit_id;
} UnitId;
LIST_OF(UnitId, UnitIdList);
extern const Shape unit_id_shape;

#endif
