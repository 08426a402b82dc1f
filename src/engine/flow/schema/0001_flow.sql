-- Matters: where each stands, its clocks, its branches, its requests, and the ledger of all that
-- happened to it. The unit that holds a matter is the scope of every row of it: handing it on
-- changes all of them.

CREATE TABLE matter (
    id {{id}},
    lifecycle {{text}} NOT NULL,      -- code of packs/flow
    version {{int}} NOT NULL,         -- it was opened under
    number {{text}} NOT NULL,
    class_code {{text}} NOT NULL,
    level {{text}} NOT NULL,
    unit_id {{scope}} NOT NULL,       -- who holds it; 0 = the house
    opener_id {{owner}} NOT NULL,     -- account
    state {{text}} NOT NULL,
    revision {{int}} NOT NULL,
    opened_at {{int}} NOT NULL,       -- Instant, as the others
    due_at {{int}},                   -- the first moment that is too late; NULL = no limit, or unknown
    due_day {{int}},                  -- Date it belongs to
    due_days {{int}} NOT NULL,        -- working days, with extensions and pauses; 0 = no limit
    extension_days {{int}} NOT NULL,
    pause_days {{int}} NOT NULL,
    missing_year {{int}} NOT NULL,    -- 0 = none
    near_at {{int}},
    warn_at {{int}},
    paused_at {{int}},
    step {{text}} NOT NULL,           -- clock that runs beside `due`; '' = none
    step_due_at {{int}},
    closed_at {{int}},
    requests {{text}} NOT NULL,       -- open ones, blanks round each
    moved_at {{int}} NOT NULL,        -- of the last line of the ledger
    UNIQUE (lifecycle, number)
) {{strict}};
-- For escalation and recomputation: those that are not done.
CREATE INDEX matter_open ON matter (due_at) WHERE closed_at IS NULL;
CREATE INDEX matter_unknown_due ON matter (missing_year) WHERE missing_year > 0;

CREATE TABLE matter_clock (
    id {{id}},
    matter_id {{int}} NOT NULL REFERENCES matter (id),
    unit_id {{scope}} NOT NULL,
    branch_id {{int}} NOT NULL,       -- 0 = of the matter
    code {{text}} NOT NULL,
    started_at {{int}} NOT NULL,
    days {{int}} NOT NULL,            -- working days, with pauses; or
    minutes {{int}} NOT NULL,
    around {{int}} NOT NULL CHECK (around IN (0, 1)),
    pause_days {{int}} NOT NULL,
    hop_unit_id {{int}} NOT NULL,     -- the unit it was started for
    due_at {{int}},
    missing_year {{int}} NOT NULL,
    stopped_at {{int}}
) {{strict}};
CREATE INDEX matter_clock_matter ON matter_clock (matter_id);
-- For escalation: those that run.
CREATE INDEX matter_clock_running ON matter_clock (due_at) WHERE stopped_at IS NULL;

CREATE TABLE matter_branch (
    id {{id}},
    matter_id {{int}} NOT NULL REFERENCES matter (id),
    unit_id {{scope}} NOT NULL,       -- the assisting unit's own
    state {{text}} NOT NULL CHECK (state IN ('open', 'done', 'back', 'dropped')),
    started_at {{int}} NOT NULL,
    due_at {{int}},
    done_at {{int}},
    words {{text}} NOT NULL
) {{strict}};
CREATE INDEX matter_branch_matter ON matter_branch (matter_id);
CREATE INDEX matter_branch_unit ON matter_branch (unit_id, state);

CREATE TABLE matter_event (
    id {{id}},
    matter_id {{int}} NOT NULL REFERENCES matter (id),
    unit_id {{scope}} NOT NULL,       -- who holds the matter now
    move {{text}} NOT NULL,
    from_state {{text}} NOT NULL,
    to_state {{text}} NOT NULL,
    at {{int}} NOT NULL,
    account_id {{int}} NOT NULL,
    actor {{text}} NOT NULL,          -- as he was called then
    from_unit_id {{int}} NOT NULL,
    to_unit_id {{int}} NOT NULL,
    branch_id {{int}} NOT NULL,
    reason {{text}} NOT NULL,
    basis {{text}} NOT NULL,
    words {{text}} NOT NULL,
    fields {{text}} NOT NULL,         -- JSON object; '' = none
    clock {{text}} NOT NULL,
    days {{int}} NOT NULL,
    waiting {{int}} NOT NULL CHECK (waiting IN (0, 1)),
    due_at {{int}}                    -- in force afterwards
) {{strict}};
CREATE INDEX matter_event_matter ON matter_event (matter_id);

-- The text of every version under which a matter was opened. Unaudited: what it holds is in the
-- trail as the packs of that time.
CREATE TABLE lifecycle_kept (
    code {{text}} NOT NULL,
    version {{int}} NOT NULL,
    words {{text}} NOT NULL,
    kept_at {{int}} NOT NULL,
    PRIMARY KEY (code, version)
) {{strict}} {{unaudited}};

-- Unaudited: written with the change it tells of, which is in the trail.
CREATE TABLE outbox_event (
    id {{id}},
    type {{text}} NOT NULL,
    subject {{text}} NOT NULL,
    unit_id {{scope}} NOT NULL,
    from_unit_id {{int}} NOT NULL,
    at {{int}} NOT NULL,
    data {{text}} NOT NULL
) {{strict}} {{unaudited}};

CREATE TABLE outbox_receiver (
    id {{id}},
    name {{text}} NOT NULL UNIQUE,
    kind {{text}} NOT NULL CHECK (kind IN ('webhook', 'mail')),
    address {{text}} NOT NULL,
    types {{text}} NOT NULL,
    secret {{text}} NOT NULL,         -- encrypted with the house's data key
    paused {{int}} NOT NULL CHECK (paused IN (0, 1)),
    since_id {{int}} NOT NULL         -- events after this one are its own
) {{strict}};

-- How far each receiver is; unaudited: the program's own bookkeeping.
CREATE TABLE outbox_progress (
    receiver_id {{int}} PRIMARY KEY REFERENCES outbox_receiver (id),
    done_id {{int}} NOT NULL,         -- delivered up to and with this event
    tries {{int}} NOT NULL,           -- of the next one
    next_at {{int}} NOT NULL,
    error {{text}} NOT NULL
) {{strict}} {{unaudited}};
