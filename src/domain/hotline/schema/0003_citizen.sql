-- Wrong digits given for a number when its progress was asked for, on a day: an order's four digits
-- cannot be tried out. Numbers that do not exist are counted alike.

CREATE TABLE hotline_try (
    number {{text}} PRIMARY KEY,
    day {{int}} NOT NULL,               -- Date of the newest
    tries {{int}} NOT NULL
) {{strict}} {{unaudited}};
