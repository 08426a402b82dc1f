-- Statements of the demo's generator.

-- name: demo_number_set :run
-- How many numbers of a day are used.
INSERT INTO hotline_number (day, used) VALUES (:day, :used)
ON CONFLICT (day) DO UPDATE SET used = excluded.used;
