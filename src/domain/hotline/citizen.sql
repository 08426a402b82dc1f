-- What anybody may ask about an order; see citizen.h.

-- name: citizen_order :number
-- Number and digits in one question: an unknown number and wrong digits cost the same.
SELECT id FROM {{hotline_order}} o WHERE number = :number AND phone_tail = :tail AND phone_tail <> '';

-- name: citizen_tries :number
SELECT tries FROM hotline_try WHERE number = :number AND day = :day;

-- name: citizen_try :run
INSERT INTO hotline_try (number, day, tries) VALUES (:number, :day, 1)
ON CONFLICT (number) DO UPDATE
SET tries = CASE WHEN hotline_try.day = excluded.day THEN hotline_try.tries + 1 ELSE 1 END,
    day = excluded.day;

-- name: citizen_forget :run
DELETE FROM hotline_try WHERE day < :day;
