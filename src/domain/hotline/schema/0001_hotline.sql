-- Orders of the 12345 hotline. An order is a matter (engine/flow) of the same id; what lists, the
-- search and the score need of the matter is kept here too, written in the same transaction
-- (order_follow in order.h), and compared with it by `tongban doctor`.

CREATE TABLE hotline_order (
    id {{int}} PRIMARY KEY,             -- of the matter
    number {{text}} NOT NULL UNIQUE,
    unit_id {{scope}} NOT NULL,         -- who holds it, or held it at closing; 0 = the house
    taker_id {{owner}} NOT NULL,        -- account that took it in
    state {{text}} NOT NULL,            -- of the lifecycle
    kind {{text}} NOT NULL,             -- 咨询 投诉 求助 举报 建议 表扬
    level {{text}} NOT NULL,            -- 一般 紧急 特急
    channel {{text}} NOT NULL,          -- free text: 电话, 微信, 网页, 市平台
    origin {{text}} NOT NULL,           -- clerk, citizen, push, import, open311, demo
    category {{text}} NOT NULL,         -- code of packs/hotline/categories.yaml; '' = none yet
    title {{text}} NOT NULL,
    content {{text}} NOT NULL,
    address {{text}} NOT NULL,
    folded_address {{text}} NOT NULL,   -- for duplicates
    longitude {{int}},                  -- millionths of a degree, CGCS2000
    latitude {{int}},
    place_unit_id {{int}} NOT NULL,     -- street where it happened; 0 = unknown
    confidential {{int}} NOT NULL CHECK (confidential IN (0, 1)),
    anonymous {{int}} NOT NULL CHECK (anonymous IN (0, 1)),
    reported_unit_id {{int}} NOT NULL,  -- of a 举报: who must not see the reporter; 0 = none
    caller_hash {{text}} NOT NULL,      -- HMAC-SM3 of the phone, for the caller's history; '' = none
    phone_tail {{text}} NOT NULL,       -- last four digits, for looking up progress

    received_at {{int}} NOT NULL,       -- Instant, as the others
    received_day {{int}} NOT NULL,      -- Date
    dispatched_at {{int}},
    signed_at {{int}},
    replied_at {{int}},
    closed_at {{int}},
    closed_day {{int}},
    due_at {{int}},                     -- the first moment that is too late
    due_day {{int}},
    near_at {{int}},
    warn_at {{int}},
    paused {{int}} NOT NULL CHECK (paused IN (0, 1)),
    missing_year {{int}} NOT NULL,      -- 期限待定
    step_due_at {{int}},
    extension_days {{int}} NOT NULL,
    revision {{int}} NOT NULL,          -- of the matter
    requests {{text}} NOT NULL,         -- of the matter

    returns {{int}} NOT NULL,
    incorrect_returns {{int}} NOT NULL,
    review_failures {{int}} NOT NULL,
    knowledge_requests {{int}} NOT NULL,
    knowledge_on_time {{int}} NOT NULL,
    urges {{int}} NOT NULL,             -- 催办
    supervision {{int}} NOT NULL,       -- highest grade of 督办; 0 = none
    raised {{int}} NOT NULL CHECK (raised IN (0, 1)),           -- 提级审核
    campaign {{text}} NOT NULL,         -- the campaign it was raised for
    difficulty {{text}} NOT NULL,       -- class of the joint decision; '' = none
    satisfaction {{text}} NOT NULL,     -- in force: of the call-back, else of the citizen; '' = none
    citizen_satisfaction {{text}} NOT NULL,
    callback_satisfaction {{text}} NOT NULL,
    duty_not_done {{int}} NOT NULL CHECK (duty_not_done IN (0, 1)), -- 未履职尽责
    excluded {{int}} NOT NULL CHECK (excluded IN (0, 1)),       -- 剔除
    merged_into {{int}} NOT NULL,       -- order; 0 = none
    reply {{text}} NOT NULL             -- the newest released, else submitted
) {{strict}};
-- Lists and the desk read order_index.h, and need none. What a new order has no place in costs taking
-- it nothing.
CREATE INDEX hotline_order_day ON hotline_order (received_day, id);
CREATE INDEX hotline_order_unit_due ON hotline_order (unit_id, due_day);
CREATE INDEX hotline_order_unit_closed ON hotline_order (unit_id, closed_day) WHERE closed_day IS NOT NULL;
CREATE INDEX hotline_order_category_closed ON hotline_order (category, closed_day) WHERE closed_day IS NOT NULL;
CREATE INDEX hotline_order_open ON hotline_order (unit_id) WHERE closed_at IS NULL;
CREATE INDEX hotline_order_caller ON hotline_order (caller_hash, received_day) WHERE caller_hash <> '';
CREATE INDEX hotline_order_place ON hotline_order (folded_address, received_day) WHERE folded_address <> '';
CREATE INDEX hotline_order_unknown_due ON hotline_order (missing_year) WHERE missing_year > 0;
CREATE INDEX hotline_order_merged ON hotline_order (merged_into) WHERE merged_into > 0;

-- The streets that stand, for finding the one that an address names.
CREATE INDEX unit_standing_street ON unit (folded) WHERE kind = 'street' AND ended IS NULL;

-- Who called. One more row for each order merged into it stays with that order.
CREATE TABLE hotline_caller (
    order_id {{int}} PRIMARY KEY REFERENCES hotline_order (id),
    unit_id {{scope}} NOT NULL,         -- as the order
    name {{text}} NOT NULL,
    phone {{text}} NOT NULL
) {{strict}};

-- Returns (退单), as the unit that returned sees them: it keeps its own although the order has left.
CREATE TABLE hotline_return (
    id {{id}},
    order_id {{int}} NOT NULL REFERENCES hotline_order (id),
    unit_id {{scope}} NOT NULL,         -- who returned
    number {{text}} NOT NULL,           -- of the order
    title {{text}} NOT NULL,
    at {{int}} NOT NULL,
    reason {{text}} NOT NULL,
    basis {{text}} NOT NULL,
    suggested_unit_id {{int}} NOT NULL, -- 0 = none
    verdict {{text}} NOT NULL CHECK (verdict IN ('', 'correct', 'incorrect')),
    decided_at {{int}},
    decision {{text}} NOT NULL
) {{strict}};
CREATE INDEX hotline_return_order ON hotline_return (order_id);
CREATE INDEX hotline_return_unit ON hotline_return (unit_id, at);

-- Idempotency keys of the push API and the citizen's page: the same key is the same order.
CREATE TABLE hotline_sent (
    sender {{text}} NOT NULL,           -- "account:7", "citizen"
    sent_key {{text}} NOT NULL,
    digest {{text}} NOT NULL,           -- SHA-256 of what was sent: another text under the key is refused
    order_id {{int}} NOT NULL REFERENCES hotline_order (id),
    PRIMARY KEY (sender, sent_key)
) {{strict_by_key}};

-- The next number of each day.
CREATE TABLE hotline_number (
    day {{int}} PRIMARY KEY,
    used {{int}} NOT NULL
) {{strict}};

-- Files of orders taken in, each undone by its number.
CREATE TABLE hotline_import (
    id {{id}},
    file {{text}} NOT NULL,
    digest {{text}} NOT NULL,           -- SHA-256
    row_count {{int}} NOT NULL,         -- taken
    new_orders {{int}} NOT NULL,
    changed_orders {{int}} NOT NULL,
    same_orders {{int}} NOT NULL,
    wrong_rows {{int}} NOT NULL,        -- left out
    made_at {{int}} NOT NULL,
    account_id {{owner}} NOT NULL,
    unit_id {{scope}} NOT NULL,         -- of the post of who brought it; 0 = the house
    actor {{text}} NOT NULL,
    undone_at {{int}}
) {{strict}};

-- What each of its orders was before.
CREATE TABLE hotline_import_change (
    import_id {{int}} NOT NULL REFERENCES hotline_import (id),
    order_id {{int}} NOT NULL,
    unit_id {{scope}} NOT NULL,         -- of the order, as the import left it
    number {{text}} NOT NULL,
    revision {{int}} NOT NULL,          -- of the order, as the import left it
    words {{text}} NOT NULL,            -- ImportedOrder as JSON; '' = the order was new
    PRIMARY KEY (import_id, order_id)
) {{strict}};
