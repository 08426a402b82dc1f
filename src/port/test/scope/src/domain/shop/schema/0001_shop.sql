-- Scoped tables of each kind, for src/port/test/db_scope_test.c and sqlpack_scope_test.c.

CREATE TABLE unit (
    id {{scope_id}},
    name {{text}} NOT NULL
) {{strict}};

CREATE TABLE figure (
    unit_id {{scope}} NOT NULL,
    month {{int}} NOT NULL,
    value {{int}} NOT NULL,
    PRIMARY KEY (month, unit_id)
) {{strict}};
CREATE INDEX figure_unit ON figure (unit_id, month);

-- Its key says nothing of the unit, so that one may come upon a row of another.
CREATE TABLE paper (
    code {{int}} PRIMARY KEY,
    unit_id {{scope}} NOT NULL,
    author {{owner}} NOT NULL,
    pages {{int}} NOT NULL
) {{strict}};
CREATE INDEX paper_unit ON paper (unit_id);
CREATE INDEX paper_author ON paper (author);

CREATE TABLE plain (
    n {{int}} NOT NULL
) {{strict}};

-- Unaudited: the test's own.
CREATE TABLE tally (
    n {{int}} NOT NULL
) {{strict}} {{unaudited}};

CREATE TABLE audit_entry (
    number {{id}},
    words {{text}} NOT NULL
) {{strict}};
