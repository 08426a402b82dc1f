-- Statements of the calendar.

-- name: calendar_day_all :all
SELECT date, off, name, why AS note FROM calendar_day ORDER BY date;

-- name: calendar_day_get :one
SELECT date, off, name, why AS note FROM calendar_day WHERE date = :date;

-- name: calendar_day_put :run
INSERT INTO calendar_day (date, off, name, why) VALUES (:date, :off, :name, :why)
ON CONFLICT (date) DO UPDATE SET off = excluded.off, name = excluded.name, why = excluded.why;

-- name: calendar_day_remove :run
DELETE FROM calendar_day WHERE date = :date;
