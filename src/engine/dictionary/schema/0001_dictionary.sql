-- Dictionaries: short lists of codes with their labels, that a bureau may adapt.

CREATE TABLE dictionary (
    code {{text}} PRIMARY KEY,       -- unit_kind
    title {{text}} NOT NULL,         -- 单位类别
    listing {{int}} NOT NULL
) {{strict}};

-- Values are never deleted: what bears the code stays readable.
CREATE TABLE dictionary_value (
    id {{id}},
    dictionary {{text}} NOT NULL REFERENCES dictionary (code),
    code {{text}} NOT NULL,
    label {{text}} NOT NULL,
    tone {{text}} NOT NULL,          -- colour of its tag: gray, blue, green, orange, red, purple
    listing {{int}} NOT NULL,        -- order
    disabled {{int}} NOT NULL CHECK (disabled IN (0, 1)), -- shown on what has it, offered no more
    UNIQUE (dictionary, code)
) {{strict}};
