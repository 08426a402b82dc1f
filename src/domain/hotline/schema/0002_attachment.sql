-- Photographs and papers of an order. The bytes lie in DATA/files under their SHA-256, the row says
-- what they are; several orders may share the bytes.

CREATE TABLE hotline_attachment (
    id {{id}},
    order_id {{int}} NOT NULL REFERENCES hotline_order (id),
    unit_id {{scope}} NOT NULL,         -- as the order
    name {{text}} NOT NULL,             -- harmless, with the ending of its kind
    kind {{text}} NOT NULL CHECK (kind IN ('jpeg', 'png', 'pdf', 'docx', 'xlsx', 'text')),
    bytes {{int}} NOT NULL,
    width {{int}} NOT NULL,             -- of a picture, else 0
    height {{int}} NOT NULL,
    digest {{text}} NOT NULL,           -- SHA-256 of the bytes as stored
    thumbnail {{text}} NOT NULL,        -- of a picture: SHA-256 of a small JPEG; else ''
    citizen {{int}} NOT NULL CHECK (citizen IN (0, 1)), -- by the caller; else by an account
    account_id {{int}} NOT NULL,
    actor {{text}} NOT NULL,            -- as he was called then
    added_at {{int}} NOT NULL,          -- Instant
    UNIQUE (order_id, digest)
) {{strict}};

-- Wrong digits given for a number when its progress was asked for, on a day, by address: an order's
-- four digits cannot be tried out. Numbers that do not exist are counted alike; an empty number
-- stands for all of them together.

CREATE TABLE hotline_try (
    number {{text}} NOT NULL,
    network {{text}} NOT NULL,          -- the address's mark (citizen_guess.h), never the address
    day {{int}} NOT NULL,               -- Date of the newest
    tries {{int}} NOT NULL,             -- wrong ones on that day
    again_at {{int}} NOT NULL,          -- Instant before which no further one is heard
    known_until {{int}} NOT NULL,       -- Date until which it is one of the caller's; 0 = never was
    PRIMARY KEY (number, network)
) {{strict}} {{unaudited}};
CREATE INDEX hotline_try_day ON hotline_try (day);
