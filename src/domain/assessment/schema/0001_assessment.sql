-- The district, the figures of its months, and how they came in.

CREATE TABLE district (
    id {{int}} PRIMARY KEY CHECK (id = 1),        -- there is one
    name {{text}} NOT NULL,                           -- 海珠区
    city {{text}} NOT NULL,                           -- 广州市; '' = none
    notice {{text}} NOT NULL,                         -- what in a demo is invented; '' = no demo
    demo {{int}} NOT NULL CHECK (demo IN (0, 1)), -- documents carry 演示
    made_at {{int}} NOT NULL                      -- Instant
) {{strict}};

CREATE TABLE month (
    period {{int}} PRIMARY KEY, -- Period: a month, or 1000000 + year
    state {{text}} NOT NULL CHECK (state IN ('draft', 'frozen', 'published')),
    version {{int}} NOT NULL,   -- 0 until first frozen; of the newest frozen version after
    changed_at {{int}} NOT NULL -- Instant of the newest import, undo or change of state
) {{strict}};

CREATE TABLE import (
    id {{id}},
    table_code {{text}} NOT NULL,
    period {{int}} NOT NULL,
    file {{text}} NOT NULL,         -- name as given, without folder
    digest {{text}} NOT NULL,       -- SHA-256 of the bytes
    row_count {{int}} NOT NULL, -- rows kept
    cell_count {{int}} NOT NULL, -- figures added or changed
    made_at {{int}} NOT NULL,
    account_id {{owner}} NOT NULL, -- who brought it
    unit_id {{scope}} NOT NULL,    -- of the post he acted in; 0 = the house
    actor {{text}} NOT NULL,       -- as he was called then
    undone_at {{int}}           -- Instant; NULL = stands
) {{strict}};

-- The figures in force. An empty cell of a file is no row here: no such business, never zero.
CREATE TABLE figure (
    period {{int}} NOT NULL,
    table_code {{text}} NOT NULL,
    unit_id {{scope}} NOT NULL, -- 0 = no unit (rows by code, 全区)
    row_key {{text}} NOT NULL,      -- '' , or what tells rows of a unit apart (kind, code, item)
    column_code {{text}} NOT NULL,
    value {{int}},              -- millionths; NULL when the column is text
    words {{text}},                 -- NULL when the column is a number
    import_id {{int}} NOT NULL REFERENCES import (id),
    file_row {{int}} NOT NULL,  -- as the user counts, the head is row 1
    PRIMARY KEY (period, table_code, unit_id, row_key, column_code)
) {{strict}};

-- What each import replaced, for the history and for undo.
CREATE TABLE figure_change (
    id {{id}},
    import_id {{int}} NOT NULL REFERENCES import (id),
    unit_id {{scope}} NOT NULL,
    row_key {{text}} NOT NULL,
    column_code {{text}} NOT NULL,
    old_value {{int}},
    old_words {{text}},
    old_import_id {{int}},      -- NULL = there was no figure
    old_file_row {{int}},
    new_value {{int}},
    new_words {{text}},
    new_present {{int}} NOT NULL -- 0 = the import emptied the cell
) {{strict}};
CREATE INDEX figure_change_import ON figure_change (import_id);

-- A frozen version: who, when, why, and all it was computed from.
CREATE TABLE month_version (
    period {{int}} NOT NULL,
    version {{int}} NOT NULL,
    state {{text}} NOT NULL CHECK (state IN ('frozen', 'published', 'reopened')),
    frozen_at {{int}} NOT NULL,
    published_at {{int}},
    reopened_at {{int}},
    actor {{text}} NOT NULL,        -- who froze it
    reason {{text}} NOT NULL,       -- why it was reopened afterwards; '' = it was not
    digest {{text}} NOT NULL,       -- SHA-256 over its units, figures and rules
    before_version {{int}} NOT NULL,    -- of the month before (环比) as it stood then; 0 = none
    despite {{text}} NOT NULL,      -- why it was published although something did not hold; '' = it held
    findings {{int}} NOT NULL,      -- what did not hold in its documents when it was published
    last_year_version {{int}} NOT NULL, -- of the same month last year (同比); 0 = none
    district_name {{text}} NOT NULL,    -- as titles and heads named it then
    district_city {{text}} NOT NULL,
    PRIMARY KEY (period, version)
) {{strict}};

CREATE TABLE month_figure (
    period {{int}} NOT NULL,
    version {{int}} NOT NULL,
    table_code {{text}} NOT NULL,
    unit_id {{scope}} NOT NULL,
    row_key {{text}} NOT NULL,
    column_code {{text}} NOT NULL,
    value {{int}},
    words {{text}},
    PRIMARY KEY (period, version, table_code, unit_id, row_key, column_code)
) {{strict}};

-- The units as they were called and grouped when the version was frozen.
CREATE TABLE month_unit (
    period {{int}} NOT NULL,
    version {{int}} NOT NULL,
    unit_id {{scope}} NOT NULL,
    name {{text}} NOT NULL,
    folded {{text}} NOT NULL,
    kind {{text}} NOT NULL,
    listing {{int}} NOT NULL,
    PRIMARY KEY (period, version, unit_id)
) {{strict}};

-- The packs a frozen version was computed with, word for word.
CREATE TABLE month_pack (
    period {{int}} NOT NULL,
    version {{int}} NOT NULL,
    name {{text}} NOT NULL,
    words {{text}} NOT NULL,
    PRIMARY KEY (period, version, name)
) {{strict}};

-- Records of another module that changed after their month was frozen: listed, and counted when the
-- month is reopened.
CREATE TABLE late_correction (
    id {{id}},
    period {{int}} NOT NULL,
    version {{int}} NOT NULL,       -- of the month, that it was too late for
    unit_id {{scope}} NOT NULL,     -- whose numbers of the month it changes; 0 = the house
    number {{text}} NOT NULL,       -- of the record
    title {{text}} NOT NULL,
    words {{text}} NOT NULL,        -- before → after
    at {{int}} NOT NULL,
    actor {{text}} NOT NULL
) {{strict}};
CREATE INDEX late_correction_period ON late_correction (period, id);

-- Appeals of units against single records that cost them points.
CREATE TABLE score_appeal (
    id {{id}},
    period {{int}} NOT NULL,
    unit_id {{scope}} NOT NULL,     -- who appeals
    item {{text}} NOT NULL,         -- of the scheme
    number {{text}} NOT NULL,       -- of the record
    title {{text}} NOT NULL,
    cost {{text}} NOT NULL,         -- points, as printed; '' = none of its own
    reason {{text}} NOT NULL,
    account_id {{int}} NOT NULL,    -- who made it: he does not uphold it himself
    actor {{text}} NOT NULL,
    made_at {{int}} NOT NULL,
    state {{text}} NOT NULL CHECK (state IN ('open', 'upheld', 'refused')),
    decision {{text}} NOT NULL,
    decider {{text}} NOT NULL,
    decided_at {{int}},
    rank_before {{int}} NOT NULL,   -- of one upheld: the unit's, what the decision made of it; 0 = none
    rank_after {{int}} NOT NULL,
    total_before {{text}} NOT NULL,
    total_after {{text}} NOT NULL
) {{strict}};
CREATE INDEX score_appeal_period ON score_appeal (period, id);
CREATE UNIQUE INDEX score_appeal_open ON score_appeal (period, number) WHERE state = 'open';
