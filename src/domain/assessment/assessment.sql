-- Statements of the assessment module. Binds are named; see port/db.h for the rules.

-- name: district_get :one
SELECT name, city, demo, notice FROM district WHERE id = 1;

-- name: district_set :run
INSERT INTO district (id, name, city, demo, notice, made_at)
VALUES (1, :name, :city, :demo, :notice, :now)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, city = excluded.city, demo = excluded.demo,
                               notice = excluded.notice;

-- ---- months ----

-- name: month_all :all
-- Newest first; a year (1000000 + year, base/moment.h) after its own months.
SELECT period, state, version, changed_at FROM month
ORDER BY CASE WHEN period < 1000000 THEN period ELSE (period - 1000000) * 12 END DESC, period;

-- name: month_table_counts :all
-- How many figures each month has in each table, and how many of them belong to a unit.
SELECT period, table_code, count(*) AS figures,
       sum(CASE WHEN unit_id = 0 THEN 0 ELSE 1 END) AS of_units
FROM {{figure}} GROUP BY period, table_code ORDER BY period, table_code;

-- name: month_get :one
SELECT period, state, version, changed_at FROM month WHERE period = :period;

-- name: month_touch :run
-- The month's first figure makes it; later ones only set the time.
INSERT INTO month (period, state, version, changed_at) VALUES (:period, 'draft', 0, :now)
ON CONFLICT (period) DO UPDATE SET changed_at = excluded.changed_at;

-- name: month_lock :one
-- Held until the end of the transaction, so that nobody imports while somebody freezes.
SELECT period, state, version, changed_at FROM month WHERE period = :period;

-- name: month_lock :one @postgresql
SELECT period, state, version, changed_at FROM month WHERE period = :period FOR UPDATE;

-- name: month_set_state :run
UPDATE month SET state = :state, version = :version, changed_at = :now
WHERE period = :period AND state = :from;

-- name: month_version_add :run
-- A month is compared with versions that stood frozen when it was frozen itself.
INSERT INTO month_version (period, version, state, frozen_at, actor, reason, digest, despite,
                           findings, before_version, last_year_version, district_name, district_city)
VALUES (:period, :version, 'frozen', :now, :actor, '', :digest, '', 0,
        coalesce((SELECT version FROM month WHERE period = :before AND state <> 'draft'), 0),
        coalesce((SELECT version FROM month WHERE period = :last_year AND state <> 'draft'), 0),
        coalesce((SELECT name FROM district WHERE id = 1), ''),
        coalesce((SELECT city FROM district WHERE id = 1), ''));

-- name: month_version_surroundings :one
SELECT before_version, last_year_version, district_name, district_city
FROM month_version WHERE period = :period AND version = :version;

-- name: month_version_published :run
UPDATE month_version SET state = 'published', published_at = :now, despite = :despite,
       findings = :findings
WHERE period = :period AND version = :version;

-- name: month_version_reopened :run
UPDATE month_version SET state = 'reopened', reopened_at = :now, reason = :reason
WHERE period = :period AND version = :version;

-- name: month_version_all :all
SELECT version, state, frozen_at, published_at, reopened_at, actor, reason, digest, despite,
       findings
FROM month_version WHERE period = :period ORDER BY version DESC;

-- name: month_figure_keep :run
INSERT INTO {{month_figure}} (period, version, table_code, unit_id, row_key, column_code, value, words)
VALUES (:period, :version, :table_code, :unit_id, :row_key, :column_code, :value, :words);

-- name: month_unit_keep :run
INSERT INTO {{month_unit}} (period, version, unit_id, name, folded, kind, listing)
VALUES (:period, :version, :unit_id, :name, :folded, :kind, :listing);

-- name: month_unit_all :all
SELECT unit_id AS id, name, folded, kind, listing FROM {{month_unit}}
WHERE period = :period AND version = :version ORDER BY listing, unit_id;

-- name: month_pack_keep :run
INSERT INTO month_pack (period, version, name, words) VALUES (:period, :version, :name, :words);

-- name: month_pack_all :all
SELECT name, words AS text FROM month_pack WHERE period = :period AND version = :version
ORDER BY name;

-- name: month_figure_all :all
SELECT table_code, unit_id, row_key, column_code, value, words, 0 AS import_id, 0 AS file_row,
       '' AS file, 0 AS imported_at, 0 AS import_unit_id, 0 AS import_account_id
FROM {{month_figure}} WHERE period = :period AND version = :version
ORDER BY table_code, unit_id, row_key, column_code;

-- ---- figures and imports ----

-- name: figure_all :all
-- An import that may not be seen brought figures that may: then its file stays empty.
SELECT f.table_code, f.unit_id, f.row_key, f.column_code, f.value, f.words, f.import_id,
       f.file_row, coalesce(i.file, '') AS file, coalesce(i.made_at, 0) AS imported_at,
       coalesce(i.unit_id, 0) AS import_unit_id, coalesce(i.account_id, 0) AS import_account_id
FROM {{figure}} f LEFT JOIN {{import}} i ON i.id = f.import_id
WHERE f.period = :period AND (:table_code = '' OR f.table_code = :table_code)
ORDER BY f.table_code, f.file_row, f.import_id, f.unit_id, f.row_key, f.column_code;

-- name: figure_put :run
INSERT INTO {{figure}} (period, table_code, unit_id, row_key, column_code, value, words, import_id,
                    file_row)
VALUES (:period, :table_code, :unit_id, :row_key, :column_code, :value, :words, :import_id,
        :file_row)
ON CONFLICT (period, table_code, unit_id, row_key, column_code) DO UPDATE
SET value = excluded.value, words = excluded.words, import_id = excluded.import_id,
    file_row = excluded.file_row;

-- name: figure_drop :run
DELETE FROM {{figure}}
WHERE period = :period AND table_code = :table_code AND unit_id = :unit_id
  AND row_key = :row_key AND column_code = :column_code;

-- name: figure_newest_import :number
-- The import that a figure stands by now; 0 = there is no figure.
SELECT import_id FROM {{figure}}
WHERE period = :period AND table_code = :table_code AND unit_id = :unit_id
  AND row_key = :row_key AND column_code = :column_code;

-- name: import_add :number
INSERT INTO {{import}} (table_code, period, file, digest, row_count, cell_count, made_at,
                        account_id, unit_id, actor)
VALUES (:table_code, :period, :file, :digest, :row_count, :cell_count, :now, :account_id, :unit_id,
        :actor)
RETURNING id;

-- name: import_all :all
SELECT i.id AS number, i.table_code, i.period, i.file, i.digest, i.row_count, i.cell_count, i.made_at,
       i.account_id, i.actor, i.undone_at,
       (SELECT count(*) FROM {{figure_change}} c WHERE c.import_id = i.id) AS cells_seen
FROM {{import}} i WHERE :period = 0 OR i.period = :period ORDER BY i.id DESC;

-- name: import_get :one
SELECT i.id AS number, i.table_code, i.period, i.file, i.digest, i.row_count, i.cell_count, i.made_at,
       i.account_id, i.actor, i.undone_at,
       (SELECT count(*) FROM {{figure_change}} c WHERE c.import_id = i.id) AS cells_seen
FROM {{import}} i WHERE i.id = :id;

-- name: import_mark_undone :run
UPDATE {{import}} SET undone_at = :now WHERE id = :id AND undone_at IS NULL;

-- name: figure_change_add :run
INSERT INTO {{figure_change}} (import_id, unit_id, row_key, column_code, old_value, old_words,
                           old_import_id, old_file_row, new_value, new_words, new_present)
VALUES (:import_id, :unit_id, :row_key, :column_code, :old_value, :old_words, :old_import_id,
        :old_file_row, :new_value, :new_words, :new_present);

-- name: figure_change_all :all
SELECT unit_id, row_key, column_code, old_value, old_words, old_import_id, old_file_row,
       new_value, new_words, new_present
FROM {{figure_change}} WHERE import_id = :import_id ORDER BY id;

-- name: late_correction_month :one
SELECT period, state, version, changed_at FROM month WHERE period = :period;

-- name: late_correction_month :one @postgresql
-- Held, so that a month which is being frozen has the change in its figures or here.
SELECT period, state, version, changed_at FROM month WHERE period = :period FOR SHARE;

-- name: late_correction_add :run
INSERT INTO {{late_correction}} (period, version, unit_id, number, title, words, at, actor)
VALUES (:period, :version, :unit_id, :number, :title, :words, :at, :actor);

-- name: late_correction_of_month :all
SELECT id, unit_id, version, number, title, words, at, actor
FROM {{late_correction}} WHERE period = :period ORDER BY id DESC LIMIT 2000;

-- name: appeal_add :number
INSERT INTO {{score_appeal}} (period, unit_id, item, number, title, cost, reason, account_id, actor,
                              made_at, state, decision, decider, rank_before, rank_after,
                              total_before, total_after)
VALUES (:period, :unit_id, :item, :number, :title, :cost, :reason, :account_id, :actor, :now, 'open',
        '', '', 0, 0, '', '')
RETURNING id;

-- name: appeal_maker :number
SELECT account_id FROM {{score_appeal}} WHERE id = :id;

-- name: appeal_open :number
SELECT count(*) FROM {{score_appeal}}
WHERE period = :period AND number = :number AND state = 'open';

-- name: appeal_get :all
SELECT id, period, item, unit_id, number, title, cost, reason, actor, made_at, state, decision,
       decider, decided_at, rank_before, rank_after, total_before, total_after
FROM {{score_appeal}} WHERE id = :id;

-- name: appeal_of_month :all
SELECT id, period, item, unit_id, number, title, cost, reason, actor, made_at, state, decision,
       decider, decided_at, rank_before, rank_after, total_before, total_after
FROM {{score_appeal}} WHERE period = :period ORDER BY id DESC LIMIT 2000;

-- name: appeal_decide :run
UPDATE {{score_appeal}}
SET state = :state, decision = :decision, decider = :decider, decided_at = :now,
    rank_before = :rank_before, rank_after = :rank_after, total_before = :total_before,
    total_after = :total_after
WHERE id = :id AND state = 'open';
