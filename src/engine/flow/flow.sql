-- Statements of matters, their clocks, branches and ledger.

-- name: lifecycle_kept :one
SELECT words FROM lifecycle_kept WHERE code = :code AND version = :version;

-- name: lifecycle_is_kept :one
SELECT count(*) FROM lifecycle_kept WHERE code = :code AND version = :version;

-- name: lifecycle_keep :run
INSERT INTO lifecycle_kept (code, version, words, kept_at)
VALUES (:code, :version, :words, :kept_at)
ON CONFLICT (code, version) DO NOTHING;

-- name: flow_unit_get :one
-- Whom a matter is handed to; ended NULL = stands.
SELECT id, name, ended FROM {{unit}} WHERE id = :id;

-- name: matter_get :one
SELECT id, lifecycle, version, number, class_code, level, unit_id, opener_id, state, revision,
       opened_at, due_at, due_day, due_days, extension_days, pause_days, missing_year, near_at,
       warn_at, paused_at, step, step_due_at, closed_at, requests, moved_at
FROM {{matter}} WHERE id = :id;

-- name: matter_by_number :one
SELECT id, lifecycle, version, number, class_code, level, unit_id, opener_id, state, revision,
       opened_at, due_at, due_day, due_days, extension_days, pause_days, missing_year, near_at,
       warn_at, paused_at, step, step_due_at, closed_at, requests, moved_at
FROM {{matter}} WHERE lifecycle = :lifecycle AND number = :number;

-- name: matter_insert :number
INSERT INTO {{matter}} (lifecycle, version, number, class_code, level, unit_id, opener_id, state,
                        revision, opened_at, due_at, due_day, due_days, extension_days, pause_days,
                        missing_year, near_at, warn_at, paused_at, step, step_due_at, closed_at,
                        requests, moved_at)
VALUES (:lifecycle, :version, :number, :class_code, :level, :unit_id, :opener_id, :state,
        :revision, :opened_at, :due_at, :due_day, :due_days, :extension_days, :pause_days,
        :missing_year, :near_at, :warn_at, :paused_at, :step, :step_due_at, :closed_at,
        :requests, :moved_at);

-- name: matter_insert :number @postgresql
INSERT INTO {{matter}} (lifecycle, version, number, class_code, level, unit_id, opener_id, state,
                        revision, opened_at, due_at, due_day, due_days, extension_days, pause_days,
                        missing_year, near_at, warn_at, paused_at, step, step_due_at, closed_at,
                        requests, moved_at)
VALUES (:lifecycle, :version, :number, :class_code, :level, :unit_id, :opener_id, :state,
        :revision, :opened_at, :due_at, :due_day, :due_days, :extension_days, :pause_days,
        :missing_year, :near_at, :warn_at, :paused_at, :step, :step_due_at, :closed_at,
        :requests, :moved_at)
RETURNING id;

-- name: matter_change :run
-- What moves and recomputation change; the revision seen must still be there.
UPDATE {{matter}}
SET unit_id = :unit_id, state = :state, revision = :revision, due_at = :due_at, due_day = :due_day,
    due_days = :due_days, extension_days = :extension_days, pause_days = :pause_days,
    missing_year = :missing_year, near_at = :near_at, warn_at = :warn_at, paused_at = :paused_at,
    step = :step, step_due_at = :step_due_at, closed_at = :closed_at, requests = :requests,
    moved_at = :moved_at
WHERE id = :id AND revision = :seen;

-- name: matter_replace :run
-- What was taken in again from elsewhere.
UPDATE {{matter}}
SET version = :version, class_code = :class_code, level = :level, unit_id = :unit_id,
    opener_id = :opener_id, state = :state, revision = revision + 1, opened_at = :opened_at,
    due_at = :due_at, due_day = :due_day, due_days = :due_days, extension_days = :extension_days,
    pause_days = :pause_days, missing_year = :missing_year, near_at = :near_at,
    warn_at = :warn_at, paused_at = :paused_at, step = :step, step_due_at = :step_due_at,
    closed_at = :closed_at, requests = :requests, moved_at = :moved_at
WHERE id = :id;

-- name: matter_not_done :all
-- In batches by id, for recomputation.
SELECT id, lifecycle, version, number, class_code, level, unit_id, opener_id, state, revision,
       opened_at, due_at, due_day, due_days, extension_days, pause_days, missing_year, near_at,
       warn_at, paused_at, step, step_due_at, closed_at, requests, moved_at
FROM {{matter}} WHERE id > :after AND closed_at IS NULL ORDER BY id LIMIT :limit;

-- name: matter_missing_year :one
-- The first year that a due time waits for.
SELECT coalesce(min(missing_year), 0) FROM {{matter}}
WHERE missing_year > 0 AND closed_at IS NULL;

-- name: matter_event_insert :one
INSERT INTO {{matter_event}} (matter_id, unit_id, move, from_state, to_state, at, account_id, actor,
                              from_unit_id, to_unit_id, branch_id, reason, basis, words, fields,
                              clock, days, waiting, due_at)
VALUES (:matter_id, :unit_id, :move, :from_state, :to_state, :at, :account_id, :actor,
        :from_unit_id, :to_unit_id, :branch_id, :reason, :basis, :words, :fields,
        :clock, :days, :waiting, :due_at)
RETURNING id;

-- name: matter_event_add :run
-- Where nobody asks for the id: telling it costs SQLite as much as the row.
INSERT INTO {{matter_event}} (matter_id, unit_id, move, from_state, to_state, at, account_id, actor,
                              from_unit_id, to_unit_id, branch_id, reason, basis, words, fields,
                              clock, days, waiting, due_at)
VALUES (:matter_id, :unit_id, :move, :from_state, :to_state, :at, :account_id, :actor,
        :from_unit_id, :to_unit_id, :branch_id, :reason, :basis, :words, :fields,
        :clock, :days, :waiting, :due_at);

-- name: matter_event_all :all
SELECT id, matter_id, move, from_state, to_state, at, account_id, actor, from_unit_id, to_unit_id,
       branch_id, reason, basis, words, fields, clock, days, waiting, due_at
FROM {{matter_event}} WHERE matter_id = :matter_id ORDER BY id;

-- name: matter_event_last :one
SELECT id, matter_id, move, from_state, to_state, at, account_id, actor, from_unit_id, to_unit_id,
       branch_id, reason, basis, words, fields, clock, days, waiting, due_at
FROM {{matter_event}} WHERE matter_id = :matter_id ORDER BY id DESC LIMIT 1;

-- name: matter_event_made :all
SELECT move, count(*) AS times FROM {{matter_event}}
WHERE matter_id = :matter_id AND waiting = 0 GROUP BY move;

-- name: matter_event_made_since :number
-- How often a move was made since another was made last.
SELECT count(*) FROM {{matter_event}} e
WHERE matter_id = :matter_id AND move = :move AND waiting = 0 AND id > (
  SELECT coalesce(max(s.id), 0) FROM {{matter_event}} s
  WHERE s.matter_id = :matter_id AND s.move = :since AND s.waiting = 0);

-- name: matter_event_maker :one
-- Who made a move last.
SELECT account_id FROM {{matter_event}}
WHERE matter_id = :matter_id AND move = :move AND waiting = 0 ORDER BY id DESC LIMIT 1;

-- name: matter_event_days :one
-- What a request asked for when it was made last.
SELECT days FROM {{matter_event}}
WHERE matter_id = :matter_id AND move = :move AND waiting = 0 ORDER BY id DESC LIMIT 1;

-- name: matter_event_pauses :all
SELECT clock, at FROM {{matter_event}}
WHERE matter_id = :matter_id AND (clock = 'paused' OR clock = 'resumed') ORDER BY id;

-- name: matter_event_signatures :all
-- Signatures for a move since anything else has happened.
SELECT account_id, to_unit_id, days, words, fields FROM {{matter_event}}
WHERE matter_id = :matter_id AND move = :move AND waiting = 1
  AND id > (SELECT coalesce(max(id), 0) FROM {{matter_event}}
            WHERE matter_id = :matter_id AND NOT (waiting = 1 AND move = :move));

-- name: matter_events_hand :run
UPDATE {{matter_event}} SET unit_id = :unit_id WHERE matter_id = :matter_id;

-- name: matter_clocks_hand :run
UPDATE {{matter_clock}} SET unit_id = :unit_id WHERE matter_id = :matter_id AND branch_id = 0;

-- name: matter_clock_all :all
SELECT id, matter_id, branch_id, code, started_at, days, minutes, around, pause_days, hop_unit_id,
       due_at, missing_year, stopped_at
FROM {{matter_clock}} WHERE matter_id = :matter_id ORDER BY id;

-- name: matter_clock_insert :one
INSERT INTO {{matter_clock}} (matter_id, unit_id, branch_id, code, started_at, days, minutes, around,
                              pause_days, hop_unit_id, due_at, missing_year, stopped_at)
VALUES (:matter_id, :unit_id, :branch_id, :code, :started_at, :days, :minutes, :around,
        :pause_days, :hop_unit_id, :due_at, :missing_year, :stopped_at)
RETURNING id;

-- name: matter_clock_add :run
-- As matter_event_add.
INSERT INTO {{matter_clock}} (matter_id, unit_id, branch_id, code, started_at, days, minutes, around,
                              pause_days, hop_unit_id, due_at, missing_year, stopped_at)
VALUES (:matter_id, :unit_id, :branch_id, :code, :started_at, :days, :minutes, :around,
        :pause_days, :hop_unit_id, :due_at, :missing_year, :stopped_at);

-- name: matter_clock_change :run
UPDATE {{matter_clock}}
SET days = :days, minutes = :minutes, pause_days = :pause_days, hop_unit_id = :hop_unit_id,
    due_at = :due_at, missing_year = :missing_year, stopped_at = :stopped_at
WHERE id = :id;

-- name: matter_branch_all :all
SELECT id, matter_id, unit_id, state, started_at, due_at, done_at, words
FROM {{matter_branch}} WHERE matter_id = :matter_id ORDER BY id;

-- name: matter_branch_get :one
SELECT id, matter_id, unit_id, state, started_at, due_at, done_at, words
FROM {{matter_branch}} WHERE id = :id;

-- name: matter_branch_insert :one
INSERT INTO {{matter_branch}} (matter_id, unit_id, state, started_at, due_at, done_at, words)
VALUES (:matter_id, :unit_id, 'open', :started_at, NULL, NULL, '')
RETURNING id;

-- name: matter_branch_due :run
UPDATE {{matter_branch}} SET due_at = :due_at WHERE id = :id;

-- name: matter_branch_end :run
UPDATE {{matter_branch}} SET state = :state, done_at = :done_at, words = :words WHERE id = :id;

-- name: matter_clocks_remove :run
DELETE FROM {{matter_clock}} WHERE matter_id = :matter_id;

-- name: matter_branches_remove :run
DELETE FROM {{matter_branch}} WHERE matter_id = :matter_id;

-- name: matter_events_remove :run
DELETE FROM {{matter_event}} WHERE matter_id = :matter_id;
