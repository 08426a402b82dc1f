-- Who may see and do what: the organisation, accounts, posts, roles, sessions, and the trail.

-- ---- the organisation ----

CREATE TABLE unit (
    id {{scope_id}},                 -- whoever may see the unit may see its rows
    parent_id {{int}} REFERENCES unit (id), -- NULL = at the top
    name {{text}} NOT NULL UNIQUE,   -- as it is called now
    folded {{text}} NOT NULL UNIQUE, -- width, brackets and blanks folded: what names are matched by
    kind {{text}} NOT NULL,          -- dictionary unit_kind: department, street
    listing {{int}} NOT NULL,        -- order of the first import, used where nothing else orders
    ended {{int}},                   -- Date: the first day on which it is no more
    successor_id {{int}} REFERENCES unit (id) -- merged into
) {{strict}};

-- A former name: what is of a time before the renaming may still come under it.
CREATE TABLE unit_alias (
    id {{id}},
    unit_id {{scope}} NOT NULL REFERENCES unit (id),
    name {{text}} NOT NULL,
    folded {{text}} NOT NULL,
    until {{int}},                   -- last Date on which the name was right; NULL = no end
    UNIQUE (unit_id, folded)
) {{strict}};

-- ---- accounts ----

CREATE TABLE account (
    id {{id}},
    name {{text}} NOT NULL UNIQUE,   -- what is typed at sign-in
    person {{text}} NOT NULL,
    phone {{text}} NOT NULL,         -- '' = none
    unit_id {{scope}} NOT NULL,      -- home unit; 0 = the house
    disabled {{int}} NOT NULL CHECK (disabled IN (0, 1)),
    password_hash {{text}} NOT NULL, -- Argon2id with its parameters; '' = cannot sign in
    password_at {{int}} NOT NULL,    -- Instant of its setting
    password_due {{int}} NOT NULL CHECK (password_due IN (0, 1)),
    factor_secret {{text}} NOT NULL, -- TOTP secret, sealed, hexadecimal; '' = none
    factor_on {{int}} NOT NULL CHECK (factor_on IN (0, 1)), -- confirmed with a code
    factor_step {{int}} NOT NULL,    -- of the last code taken: none is taken twice
    made_at {{int}} NOT NULL,
    seen_at {{int}}                  -- Instant of the last sign-in
) {{strict}};

-- Passwords that must not come again.
CREATE TABLE password_past (
    account_id {{int}} NOT NULL REFERENCES account (id),
    made_at {{int}} NOT NULL,
    hash {{text}} NOT NULL,
    PRIMARY KEY (account_id, made_at)
) {{strict}};

-- Failures by the name typed, whether there is such an account or not, so that a lock tells nothing.
-- Unaudited: each failure has an entry of its own.
CREATE TABLE sign_in_failure (
    name {{text}} PRIMARY KEY,       -- SM3 of the name as typed, folded
    failures {{int}} NOT NULL,
    failed_at {{int}} NOT NULL,      -- Instant of the last one: old rows are forgotten
    locked_until {{int}} NOT NULL    -- Instant; 0 = not locked
) {{strict}} {{unaudited}};
CREATE INDEX sign_in_failure_time ON sign_in_failure (failed_at);

-- ---- roles and posts ----

CREATE TABLE role (
    id {{id}},
    code {{text}} NOT NULL UNIQUE,
    title {{text}} NOT NULL UNIQUE,
    scope {{text}} NOT NULL CHECK (scope IN ('all', 'below', 'unit', 'own', 'custom')),
    permissions {{text}} NOT NULL,   -- JSON array of patterns
    sees {{text}} NOT NULL,          -- JSON array: kinds of personal data shown in full
    units {{text}} NOT NULL,         -- JSON array of ids, of a custom scope
    built_in {{int}} NOT NULL CHECK (built_in IN (0, 1))
) {{strict}};

CREATE TABLE post (
    id {{id}},
    unit_id {{scope}} NOT NULL,      -- 0 = the house
    title {{text}} NOT NULL,
    role_id {{int}} NOT NULL REFERENCES role (id),
    ended {{int}} NOT NULL CHECK (ended IN (0, 1))
) {{strict}};

CREATE TABLE post_holder (
    id {{id}},
    post_id {{int}} NOT NULL REFERENCES post (id),
    unit_id {{scope}} NOT NULL,      -- of the post
    account_id {{int}} NOT NULL REFERENCES account (id),
    since {{int}} NOT NULL,          -- Date
    until {{int}},                   -- last Date; NULL = no end
    deputy_for {{int}},              -- account on leave; NULL = his own post
    why {{text}} NOT NULL
) {{strict}};
CREATE INDEX post_holder_account ON post_holder (account_id, since);
CREATE INDEX post_holder_post ON post_holder (post_id, since);

-- Raised whenever an account, post, role or unit changes: what was read of them before is stale.
CREATE TABLE access_version (
    id {{int}} PRIMARY KEY CHECK (id = 1),
    version {{int}} NOT NULL
) {{strict}} {{unaudited}};
INSERT INTO access_version (id, version) VALUES (1, 1);

-- ---- sessions and tokens ----

-- Unaudited: signing in, out and kicking have entries of their own; being awake has none.
CREATE TABLE session (
    id {{id}},
    token_digest {{text}} NOT NULL UNIQUE, -- SM3 of the cookie
    account_id {{int}} NOT NULL REFERENCES account (id),
    post_id {{int}} NOT NULL,        -- acted in; 0 = none
    csrf {{text}} NOT NULL,
    address {{text}} NOT NULL,
    agent {{text}} NOT NULL,
    made_at {{int}} NOT NULL,
    seen_at {{int}} NOT NULL,
    ended_at {{int}}                 -- NULL = open
) {{strict}} {{unaudited}};
CREATE INDEX session_account ON session (account_id, made_at);

CREATE TABLE token (
    id {{id}},
    token_digest {{text}} NOT NULL UNIQUE, -- SM3 of the token
    account_id {{int}} NOT NULL REFERENCES account (id),
    unit_id {{scope}} NOT NULL,      -- of the post
    post_id {{int}} NOT NULL REFERENCES post (id),
    name {{text}} NOT NULL,
    permissions {{text}} NOT NULL,   -- patterns, comma between
    made_at {{int}} NOT NULL,
    expires_at {{int}} NOT NULL,     -- Instant
    revoked_at {{int}}
) {{strict}};

-- When a token was used last. Unaudited: it is no change of the token.
CREATE TABLE token_use (
    token_id {{int}} PRIMARY KEY REFERENCES token (id),
    used_at {{int}} NOT NULL
) {{strict}} {{unaudited}};

-- How many personal fields an account has had shown in full on a day. Unaudited: each has an entry.
CREATE TABLE reveal_count (
    account_id {{int}} NOT NULL REFERENCES account (id),
    day {{int}} NOT NULL,
    reveals {{int}} NOT NULL,
    PRIMARY KEY (account_id, day)
) {{strict}} {{unaudited}};

-- ---- the trail ----

CREATE TABLE audit_entry (
    number {{int}} PRIMARY KEY,      -- 1, 2, 3 ... without gaps
    made_at {{int}} NOT NULL,        -- Instant
    account_id {{owner}} NOT NULL,
    actor {{text}} NOT NULL,         -- as he was called then
    post_id {{int}} NOT NULL,        -- acted in; 0 = none
    unit_id {{scope}} NOT NULL,      -- whom it concerns; 0 = the house
    address {{text}} NOT NULL,
    action {{text}} NOT NULL,
    object {{text}} NOT NULL,
    object_key {{int}} NOT NULL,
    title {{text}} NOT NULL,
    why {{text}} NOT NULL,
    refused {{int}} NOT NULL CHECK (refused IN (0, 1)),
    facts {{text}} NOT NULL,
    changes {{text}} NOT NULL,       -- JSON array of {field, label, before, after, mask}
    hash {{text}} NOT NULL           -- SM3 over the hash before and all columns above
) {{strict}};
CREATE INDEX audit_entry_object ON audit_entry (object, object_key, number);
CREATE INDEX audit_entry_account ON audit_entry (account_id, number);
CREATE INDEX audit_entry_unit ON audit_entry (unit_id, number);

-- The end of the chain, and the lock of those who lengthen it.
CREATE TABLE audit_tail (
    id {{int}} PRIMARY KEY CHECK (id = 1),
    number {{int}} NOT NULL,
    hash {{text}} NOT NULL
) {{strict}} {{unaudited}};
INSERT INTO audit_tail (id, number, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- The first account (ACCOUNT_SYSTEM): the local operator, and work that nobody set off. It cannot
-- sign in.
INSERT INTO account (name, person, phone, unit_id, disabled, password_hash, password_at,
                     password_due, factor_secret, factor_on, factor_step, made_at)
VALUES ('system', '系统', '', 0, 0, '', 0, 0, '', 0, 0, 0);
