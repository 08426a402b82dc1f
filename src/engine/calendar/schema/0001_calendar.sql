-- The bureau's own days: they win over the statutory ones of packs/calendar.

CREATE TABLE calendar_day (
    date {{int}} PRIMARY KEY,        -- Date
    off {{int}} NOT NULL CHECK (off IN (0, 1)), -- 0 = work is done on it
    name {{text}} NOT NULL,          -- what day it is: 台风停工
    why {{text}} NOT NULL            -- by which paper or decision
) {{strict}};
