-- Counts over records by unit and day. Unaudited: they follow from the records, whose changes are in
-- the trail, and are recomputed from them at will.

CREATE TABLE measure_day (
    measures {{text}} NOT NULL,   -- code of the set
    code {{text}} NOT NULL,
    day {{int}} NOT NULL,         -- Date
    unit_id {{scope}} NOT NULL,
    value {{int}} NOT NULL,
    PRIMARY KEY (measures, day, unit_id, code)
) {{strict_by_key}} {{unaudited}};

-- For distinct values: how many records of the day have the value.
CREATE TABLE measure_value (
    measures {{text}} NOT NULL,
    code {{text}} NOT NULL,
    day {{int}} NOT NULL,
    unit_id {{scope}} NOT NULL,
    words {{text}} NOT NULL,
    records {{int}} NOT NULL,
    PRIMARY KEY (measures, day, unit_id, code, words)
) {{strict_by_key}} {{unaudited}};
