-- Statements of the outbox. Events are numbered in the order in which they were committed: one
-- transaction writes at a time (port/db.h).

-- name: outbox_put :run
INSERT INTO {{outbox_event}} (type, subject, unit_id, from_unit_id, at, data)
VALUES (:type, :subject, :unit_id, :from_unit_id, :at, :data);

-- name: outbox_after :all
SELECT id, type, subject, unit_id, from_unit_id, at, data
FROM {{outbox_event}} WHERE id > :id ORDER BY id LIMIT :limit;

-- name: outbox_newest :number
SELECT max(id) FROM {{outbox_event}};

-- name: outbox_after_of_types :all
-- Those that a receiver asked for: `types` has a blank round each, or is '*'.
SELECT id, type, subject, unit_id, from_unit_id, at, data
FROM {{outbox_event}}
WHERE id > :id AND id <= :until AND (:types = '*' OR :types LIKE '% ' || type || ' %')
ORDER BY id LIMIT :limit;

-- name: outbox_oldest_at :number
SELECT at FROM {{outbox_event}} ORDER BY id LIMIT 1;

-- name: outbox_wipe :run
-- A piece of what is old and has been delivered to all; the newest stays, so that its number is not
-- given again.
DELETE FROM {{outbox_event}}
WHERE id IN (SELECT id FROM {{outbox_event}} ORDER BY id LIMIT :limit)
  AND id < (SELECT max(id) FROM {{outbox_event}})
  AND id <= coalesce((SELECT min(done_id) FROM outbox_progress), id) AND at < :before;

-- name: outbox_receiver_all :all
-- As they are shown; `waiting` counts what they have not been told yet. The secret stays sealed.
SELECT r.id, r.name, r.kind, r.address, r.types, r.paused, p.tries, p.error,
       CASE WHEN p.tries > 0 THEN p.next_at END AS next_at,
       (SELECT count(*) FROM {{outbox_event}} e
        WHERE e.id > p.done_id
          AND (r.types = '*' OR ' ' || r.types || ' ' LIKE '% ' || e.type || ' %')) AS waiting
FROM outbox_receiver r JOIN outbox_progress p ON p.receiver_id = r.id
ORDER BY r.name;

-- name: outbox_receiver_get :one
SELECT id, name, kind, address, types, secret, paused FROM outbox_receiver WHERE id = :id;

-- name: outbox_receiver_named :number
SELECT id FROM outbox_receiver WHERE name = :name;

-- name: outbox_receiver_count :number
SELECT count(*) FROM outbox_receiver;

-- name: outbox_receiver_add :number
INSERT INTO outbox_receiver (name, kind, address, types, secret, paused, since_id)
VALUES (:name, :kind, :address, :types, :secret, :paused, :since_id)
RETURNING id;

-- name: outbox_receiver_change :run
UPDATE outbox_receiver SET name = :name, kind = :kind, address = :address, types = :types,
       secret = :secret, paused = :paused
WHERE id = :id;

-- name: outbox_receiver_remove :run
DELETE FROM outbox_receiver WHERE id = :id;

-- name: outbox_progress_add :run
INSERT INTO outbox_progress (receiver_id, done_id, tries, next_at, error)
VALUES (:id, :done_id, 0, 0, '');

-- name: outbox_progress_remove :run
DELETE FROM outbox_progress WHERE receiver_id = :id;

-- name: outbox_progress_retry :run
-- Somebody has mended it: not to wait for the next turn.
UPDATE outbox_progress SET next_at = 0 WHERE receiver_id = :id;

-- name: outbox_due :all
-- Whose turn it is.
SELECT r.id, r.name, r.kind, r.address, r.types, r.secret, p.done_id, p.tries, p.next_at
FROM outbox_receiver r JOIN outbox_progress p ON p.receiver_id = r.id
WHERE r.paused = 0 AND p.next_at <= :now
  AND p.done_id < coalesce((SELECT max(id) FROM {{outbox_event}}), 0)
ORDER BY p.next_at, r.id LIMIT :limit;

-- name: outbox_claim :run
-- One process delivers to a receiver at a time: who finds it as he read it has it until then.
UPDATE outbox_progress SET next_at = :until
WHERE receiver_id = :id AND next_at = :next_at AND done_id = :done_id;

-- name: outbox_settle :run
UPDATE outbox_progress SET done_id = :done_id, tries = :tries, next_at = :next_at, error = :error
WHERE receiver_id = :id;

-- name: outbox_waiting :number
-- Of all receivers that are not paused.
SELECT count(*) FROM outbox_receiver r JOIN outbox_progress p ON p.receiver_id = r.id
JOIN {{outbox_event}} e ON e.id > p.done_id
 AND (r.types = '*' OR ' ' || r.types || ' ' LIKE '% ' || e.type || ' %')
WHERE r.paused = 0;
