/*
 * open311.h - orders as Open311 GeoReport v2 (http://wiki.open311.org/GeoReport_v2): which services
 * are offered, which orders anybody may look at, and taking one from another program.
 *
 * What is offered and shown is a pack, packs/hotline/open311.yaml. A service stands for a kind and
 * a category of orders; an order is shown when its service is published, never when it is
 * confidential or a 举报, and never with its caller. Answers are JSON and XML from one description
 * (open311_write.h), errors too.
 */
#ifndef TONGBAN_HOTLINE_OPEN311_H
#define TONGBAN_HOTLINE_OPEN311_H

#include "domain/hotline/attachment.h"
#include "domain/hotline/order.h"
#include "domain/module.h"

#define OPEN311_REQUESTS_MAX 1000 /* in one answer, as the standard has it */
#define OPEN311_DAYS_MAX 90
#define OPEN311_DESCRIPTION_RUNES_MAX 4000
/* Lines at the end of an order's content that are of the sender: never published. */
#define OPEN311_MEDIA_LINE "\n图片地址："
#define OPEN311_MAIL_LINE "\n联系邮箱："
#define OPEN311_SERVICES_MAX 500

typedef struct Open311Value {
    Str key;
    Str name;
} Open311Value;
LIST_OF(Open311Value, Open311ValueList);

/* One more question that a service asks. */
typedef struct Open311Attribute {
    Str code;
    Str datatype; /* string, number, datetime, text, singlevaluelist, multivaluelist */
    bool required;
    Str description;
    Str datatype_description;
    Open311ValueList values; /* of the two lists */
} Open311Attribute;
LIST_OF(Open311Attribute, Open311AttributeList);

typedef struct Open311Service {
    Str code;
    Str name;
    Str description;
    Str kind;     /* of the order it makes */
    Str category; /* packs/hotline/categories.yaml */
    Str group;
    Str keywords; /* commas between */
    bool published;
    Open311AttributeList attributes;
} Open311Service;
LIST_OF(Open311Service, Open311ServiceList);

/* What is shown of an order besides number, service, status and times. */
typedef struct Open311Publish {
    bool description;
    bool address;
    bool position;
    bool agency;
    bool reply;
} Open311Publish;

typedef struct Open311Rules {
    Str open311;
    Date from;
    TextList source;
    Instant changeset;
    Str contact;
    Str key_service;
    Str jurisdiction; /* the only jurisdiction_id that is known; empty = any, there is but one */
    Open311Publish publish;
    Open311ServiceList services;
} Open311Rules;
must_use bool open311_rules(Ctx *ctx, Open311Rules *ret);
/* Against the other packs too: for the module's load. */
must_use bool open311_rules_check(Ctx *ctx);
/* NULL when there is none. */
const Open311Service *open311_service(const Open311Rules *rules, Str code);
/* The published service of such an order; NULL when there is none. */
const Open311Service *open311_service_of(const Open311Rules *rules, Str kind, Str category);

/* What a list of requests is asked for; empty = any. */
typedef struct Open311Query {
    Str service_request_id; /* commas between; counts alone */
    Str service_code;       /* commas between */
    Str start_date;
    Str end_date;
    Str status; /* open, closed, or both with a comma */
    int64_t page;
    int64_t page_size;
} Open311Query;

/* As anybody may see it. */
typedef struct Open311Request {
    Str number;
    Str kind;
    Str category;
    Str state;
    Str title;
    Str content;
    Str address;
    bool has_longitude;
    int64_t longitude;
    bool has_latitude;
    int64_t latitude;
    int64_t unit_id;
    Instant received_at;
    Instant changed_at;
    bool has_due_at;
    Instant due_at;
    bool has_closed_at;
    Instant closed_at;
    Str reply;
} Open311Request;
LIST_OF(Open311Request, Open311RequestList);
/* Newest first. FAIL_INVALID for a range of more than OPEN311_DAYS_MAX days, or what is no date. */
must_use bool open311_requests(Ctx *ctx, const Open311Rules *rules, const Open311Query *query,
                               Open311RequestList *ret);

/* What is sent to make a request; `others` has attribute[CODE] and what nobody asked for,
 * the files too: photographs, as a caller sends them. */
typedef struct Open311Post {
    Str service_code;
    Str lat;
    Str lon;
    Str address_string;
    Str address_id;
    Str description;
    Str first_name;
    Str last_name;
    Str phone;
    Str email;
    Str media_url;
    const ParameterList *others;
} Open311Post;
/* FAIL_NOT_FOUND for an unknown service, FAIL_INVALID for what lacks or does not fit. */
must_use bool open311_take(Ctx *ctx, const Open311Rules *rules, const Open311Post *post,
                           OrderTaken *ret);

extern const Route open311_routes[];

#endif
