-- What is to be escalated: not done, not held up, and without such a line in its ledger.

-- name: escalate_due :all
-- By the matter's own due time, after :from up to :to; near and warned from when they began.
SELECT id, lifecycle, version, number, class_code, level, unit_id, opener_id, state, revision,
       opened_at, due_at, due_day, due_days, extension_days, pause_days, missing_year, near_at,
       warn_at, paused_at, step, step_due_at, closed_at, requests, moved_at
FROM {{matter}} m
WHERE m.lifecycle = :lifecycle AND m.id > :after AND m.closed_at IS NULL AND m.paused_at IS NULL
  AND m.due_at > :from AND m.due_at <= :to
  AND (:near = 0 OR m.near_at <= :now) AND (:warned = 0 OR m.warn_at <= :now)
  AND NOT EXISTS (SELECT 1 FROM {{matter_event}} e
                  WHERE e.matter_id = m.id AND e.move = :move AND e.reason = :says)
ORDER BY m.id LIMIT :limit;

-- name: escalate_clock :all
-- By another clock that runs.
SELECT id, lifecycle, version, number, class_code, level, unit_id, opener_id, state, revision,
       opened_at, due_at, due_day, due_days, extension_days, pause_days, missing_year, near_at,
       warn_at, paused_at, step, step_due_at, closed_at, requests, moved_at
FROM {{matter}} m
WHERE m.lifecycle = :lifecycle AND m.id > :after AND m.paused_at IS NULL
  AND m.id IN (SELECT c.matter_id FROM {{matter_clock}} c
               WHERE c.stopped_at IS NULL AND c.due_at > :from AND c.due_at <= :to
                 AND c.code = :clock)
  AND NOT EXISTS (SELECT 1 FROM {{matter_event}} e
                  WHERE e.matter_id = m.id AND e.move = :move AND e.reason = :says)
ORDER BY m.id LIMIT :limit;
