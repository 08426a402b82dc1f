/*
 * session_view.h - what the pages are told about who has signed in, and about signing in.
 */
#ifndef TONGBAN_ADMINISTRATION_SESSION_VIEW_H
#define TONGBAN_ADMINISTRATION_SESSION_VIEW_H

#include "engine/access/access.h"

/* A post that the account may act in. */
typedef struct SessionPost {
    int64_t id;
    Str unit;
    Str title;
    Str role;
    Str standing_in_for; /* empty = his own */
} SessionPost;
LIST_OF(SessionPost, SessionPostList);

typedef struct SessionView {
    int64_t account_id;
    Str name;
    Str person;
    int64_t post_id;
    Str post;
    Str unit;
    Str standing_in_for;
    Str scope_label;
    Str csrf;
    bool password_due;
    int64_t idle_minutes;
    TextList permissions; /* codes */
    /* "GET /api/months": the rows of the router that this actor may call. A button asks for its
     * route, so buttons and API have the same rights. */
    TextList routes;
    SessionPostList posts;
    bool second_factor; /* the account signs in with a code too */
    int64_t unread;     /* notices */
} SessionView;
extern const Shape session_view_shape;

/* Of ctx->actor. */
must_use bool session_view(Ctx *ctx, SessionView *ret);
/* Whether actor_require would let ctx->actor pass; fails nothing. */
bool session_may(const Ctx *ctx, const char *permission);

/* An account of a demo, open to everybody. */
typedef struct DemoAccount {
    Str name;
    Str password;
    Str title; /* what it is: 赤岗街单位经办人 */
    Str group; /* of roles: 热线办理 */
    Str duty;  /* what it is there for */
} DemoAccount;
LIST_OF(DemoAccount, DemoAccountList);

/* The numbers of the policy that one must know before choosing a password. */
typedef struct PasswordRules {
    int64_t runes_min;
    int64_t classes_min;
    int64_t history;  /* so many of the last ones may not come again */
    int64_t days_max; /* to be changed after so many days; 0 = never */
} PasswordRules;

typedef struct SignInView {
    Str district; /* whose program this is */
    bool demo;
    DemoAccountList accounts; /* of a demo only */
    PasswordRules password_rules;
} SignInView;
extern const Shape sign_in_view_shape;
must_use bool sign_in_view(Ctx *ctx, SignInView *ret);

#endif
