-- Each kind of statement on scoped tables, for src/port/test/db_scope_test.c. Rows are (a, b, c).

-- name: unit_all :all
SELECT id AS a, 0 AS b, 0 AS c FROM {{unit}} ORDER BY id;

-- name: unit_add :run
INSERT INTO {{unit}} (id, name) VALUES (:id, :name);

-- name: unit_rename :run
UPDATE {{unit}} SET name = :name WHERE id = :id;

-- name: figure_all :all
SELECT unit_id AS a, month AS b, value AS c FROM {{figure}} ORDER BY unit_id, month;

-- name: figure_of_month :all
SELECT unit_id AS a, month AS b, value AS c FROM {{figure}}
WHERE :month IS NULL OR month = :month OR value = 0 ORDER BY unit_id, month;

-- name: figure_count :number
SELECT count(*) FROM {{figure}};

-- name: figure_sum :number
SELECT coalesce(sum(value), 0) FROM {{figure}} WHERE month = :month;

-- name: figure_joined :all
SELECT f.unit_id AS a, f.month AS b, figure.value AS c
FROM {{figure}} AS f JOIN {{unit}} u ON u.id = f.unit_id, {{figure}}
WHERE figure.month = f.month + 1 AND figure.unit_id = f.unit_id ORDER BY f.unit_id, f.month;

-- name: figure_left :all
-- Each unit, with its figure of the month or 0.
SELECT unit.id AS a, coalesce(f.month, 0) AS b, coalesce(f.value, 0) AS c
FROM {{unit}} LEFT JOIN {{figure}} f ON f.unit_id = unit.id AND f.month = :month
ORDER BY unit.id;

-- name: figure_nested :all
SELECT id AS a, (SELECT count(*) FROM {{figure}} WHERE unit_id = u.id) AS b,
       (SELECT count(*) FROM {{figure}}) AS c
FROM {{unit}} u
WHERE id IN (SELECT unit_id FROM {{figure}}) AND EXISTS (SELECT 1 FROM {{figure}}) ORDER BY id;

-- name: figure_best :all
-- By CTE, compound and window: who stands where in a month, then the rest.
WITH best (id, month, place) AS (
    SELECT unit_id, month, rank() OVER (PARTITION BY month ORDER BY value DESC) FROM {{figure}}
)
SELECT id AS a, month AS b, place AS c FROM best WHERE month = :month
UNION ALL
SELECT unit_id, month, 0 FROM {{figure}} WHERE month <> :month
ORDER BY a, b, c;

-- name: figure_add :run
INSERT INTO {{figure}} (month, unit_id, value) VALUES (:month, :unit_id, coalesce(:value, 0));

-- name: figure_put :run
INSERT INTO {{figure}} (month, unit_id, value) VALUES (:month, :unit_id, :value)
ON CONFLICT (month, unit_id) DO UPDATE SET value = excluded.value;

-- name: figure_put_once :run
INSERT INTO {{figure}} (month, unit_id, value) VALUES (:month, :unit_id, :value)
ON CONFLICT DO NOTHING;

-- name: figure_raise :run
UPDATE {{figure}} SET value = value + 1 WHERE month = :month OR :month IS NULL;

-- name: figure_to_best :run
UPDATE {{figure}} AS f SET value = best.value
FROM (SELECT month, max(value) AS value FROM {{figure}} GROUP BY month) best
WHERE best.month = f.month AND f.month = :month;

-- name: figure_move :run
UPDATE {{figure}} SET unit_id = :to_unit, month = month + 100 WHERE unit_id = :from_unit;

-- name: figure_clear :run
DELETE FROM {{figure}};

-- name: figure_drop :all
DELETE FROM {{figure}} WHERE month = :month OR value < 0
RETURNING unit_id AS a, month AS b, value AS c;

-- name: figure_copy :run
INSERT INTO {{figure}} (unit_id, month, value)
SELECT unit_id, month + 100, value FROM {{figure}} WHERE month = :month;

-- name: paper_all :all
SELECT code AS a, unit_id AS b, author AS c FROM {{paper}} ORDER BY code;

-- name: paper_pages :all
SELECT code AS a, pages AS b, 0 AS c FROM {{paper}} ORDER BY code;

-- name: paper_add :number
INSERT INTO {{paper}} (code, unit_id, author, pages)
VALUES (:code, coalesce((SELECT id FROM {{unit}} WHERE id = :unit_id), :unit_id), :author,
        (SELECT count(*) FROM {{paper}}))
RETURNING code;

-- name: paper_put :run
INSERT INTO {{paper}} (code, unit_id, author, pages) VALUES (:code, :unit_id, :author, :pages)
ON CONFLICT (code) DO UPDATE
SET unit_id = excluded.unit_id, author = excluded.author, pages = excluded.pages;

-- name: paper_give :run
UPDATE {{paper}} SET author = :author, unit_id = :unit_id WHERE code = :code;

-- name: paper_author :run
UPDATE {{paper}} SET author = :author WHERE code = :code;

-- name: plain_add :run
INSERT INTO plain (n) VALUES (:n);

-- name: plain_raise :run
UPDATE plain SET n = n + 1 WHERE n = :n;

-- name: plain_count :number
SELECT count(*) FROM plain;

-- name: tally_add :run
INSERT INTO tally (n) VALUES (:n);

-- name: note_add :run
INSERT INTO audit_entry (words) VALUES (:words);
