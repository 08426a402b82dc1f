/*
 * attachment.h - photographs and papers that belong to an order.
 *
 * Who may see the order may see them: the caller has read the order (order_read, order_by_number)
 * before, which is where the scope decides, also for a unit that only assists. The same bytes added
 * twice to an order are one attachment, so that a sending that broke off can be repeated.
 */
#ifndef TONGBAN_HOTLINE_ATTACHMENT_H
#define TONGBAN_HOTLINE_ATTACHMENT_H

#include "domain/hotline/order.h"
#include "domain/module.h"

#define ATTACHMENT_FILE_MIB_MAX 32 /* what a pack may allow at most */
#define ATTACHMENTS_MAX 100

/* packs/hotline/attachments.yaml */
typedef struct AttachmentRules {
    Str attachments;
    Date from;
    TextList source;
    TextList kinds;
    TextList citizen_kinds;
    int64_t file_mib;
    int64_t citizen_file_mib;
    int64_t count; /* of an order */
    int64_t citizen_count;
    int64_t order_mib;
} AttachmentRules;
must_use bool attachment_rules(Ctx *ctx, AttachmentRules *ret);

typedef struct Attachment {
    int64_t id;
    int64_t order_id;
    int64_t unit_id;
    Str name;
    Str kind; /* jpeg, png, pdf, docx, xlsx, text */
    int64_t bytes;
    int64_t width; /* of a picture, else 0 */
    int64_t height;
    Str digest;
    Str thumbnail; /* digest; empty = there is none */
    bool citizen;  /* by the caller */
    int64_t account_id;
    Str actor;
    Instant added_at;
} Attachment;
LIST_OF(Attachment, AttachmentList);
extern const Shape attachment_shape; /* without digests: for pages */

typedef struct NewAttachment {
    Str name;
    Str bytes;
    bool citizen; /* by the caller: the narrower rules */
} NewAttachment;
/* A transaction of its own, noted. FAIL_TOO_LARGE past a limit, FAIL_INVALID for a kind that may
 * not come. */
must_use bool attachment_add(Ctx *ctx, const Order *order, const NewAttachment *file,
                             Attachment *ret);
/* In the order they came. */
must_use bool attachments_of(Ctx *ctx, const Order *order, AttachmentList *ret);
must_use bool attachment_get(Ctx *ctx, const Order *order, int64_t id, bool thumbnail,
                             FileBody *ret);
/* The order is held by another unit from now on; in the caller's transaction. */
must_use bool attachment_follow(Ctx *ctx, int64_t order_id, int64_t unit_id);

extern const Route attachment_routes[];

#endif
