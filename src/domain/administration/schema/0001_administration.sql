-- Notices to users, and who has read them; and whether this house is a demo.

CREATE TABLE notice (
    id {{id}},
    title {{text}} NOT NULL,
    words {{text}} NOT NULL,
    until {{int}},                   -- last Date on which it is shown; NULL = until it is ended
    everybody {{int}} NOT NULL CHECK (everybody IN (0, 1)), -- else the units of notice_unit
    author_id {{int}} NOT NULL,      -- account
    author {{text}} NOT NULL,        -- as he was called then
    made_at {{int}} NOT NULL,        -- Instant
    ended_at {{int}}                 -- Instant; NULL = in force
) {{strict}};

-- Whom a notice concerns: the units named, and those that were below them when it was made.
CREATE TABLE notice_unit (
    notice_id {{int}} NOT NULL REFERENCES notice (id),
    unit_id {{int}} NOT NULL,
    named {{int}} NOT NULL CHECK (named IN (0, 1)),
    PRIMARY KEY (notice_id, unit_id)
) {{strict}};

-- Unaudited: to have read something changes nothing for anybody else.
CREATE TABLE notice_read (
    notice_id {{int}} NOT NULL REFERENCES notice (id),
    account_id {{int}} NOT NULL REFERENCES account (id),
    read_at {{int}} NOT NULL,        -- Instant
    PRIMARY KEY (notice_id, account_id)
) {{strict}} {{unaudited}};

-- There is a row in a demo only: its sign-in page names the invented accounts and their password.
CREATE TABLE demo_house (
    id {{int}} PRIMARY KEY CHECK (id = 1),
    password {{text}} NOT NULL       -- of all demo accounts
) {{strict}};
