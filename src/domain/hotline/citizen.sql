-- What anybody may ask about an order; see citizen.h.

-- name: citizen_order :number
-- Number and digits in one question: an unknown number and wrong digits cost the same.
SELECT id FROM {{hotline_order}} o WHERE number = :number AND phone_tail = :tail AND phone_tail <> '';

-- name: citizen_guesses :one
-- What this address has tried for this number today.
SELECT CASE WHEN day = :day THEN tries ELSE 0 END AS tries,
       CASE WHEN day = :day THEN again_at ELSE 0 END AS again_at, known_until
FROM hotline_try WHERE number = :number AND network = :network;

-- name: citizen_guess :number
-- One try more; how many there are now.
INSERT INTO hotline_try (number, network, day, tries, again_at, known_until)
VALUES (:number, :network, :day, 1, :again_at, 0)
ON CONFLICT (number, network) DO UPDATE
SET tries = CASE WHEN hotline_try.day = excluded.day THEN hotline_try.tries + 1 ELSE 1 END,
    day = excluded.day, again_at = excluded.again_at
RETURNING tries;

-- name: citizen_guess_back :run
-- The try was none: it was not heard, or it was right.
UPDATE hotline_try SET tries = tries - 1, again_at = :again_at
WHERE number = :number AND network = :network AND tries > 0;

-- name: citizen_guesses_of_strangers :number
SELECT CAST(COALESCE(SUM(tries), 0) AS BIGINT) FROM hotline_try
WHERE number = :number AND day = :day AND known_until < :day;

-- name: citizen_known :run
-- The right digits, or the order itself, came from there.
INSERT INTO hotline_try (number, network, day, tries, again_at, known_until)
VALUES (:number, :network, :day, 0, 0, :until)
ON CONFLICT (number, network) DO UPDATE
SET day = excluded.day, tries = 0, again_at = 0, known_until = excluded.known_until;

-- name: citizen_forget :run
DELETE FROM hotline_try WHERE day < :day AND known_until < :day;
