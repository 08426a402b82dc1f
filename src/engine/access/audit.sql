-- The trail: a chain of entries, lengthened at its end only (audit.h).

-- name: audit_tail :one
SELECT number, hash FROM audit_tail WHERE id = 1;

-- name: audit_tail_hold :one
-- The end of the chain, nobody else's until the transaction ends: SQLite lets one write at a time.
SELECT number, hash FROM audit_tail WHERE id = 1;

-- name: audit_tail_hold :one @postgresql
SELECT number, hash FROM audit_tail WHERE id = 1 FOR UPDATE;

-- name: audit_append :run
INSERT INTO {{audit_entry}} (number, made_at, account_id, actor, post_id, unit_id, address, action,
                             object, object_key, title, why, refused, facts, changes, hash)
VALUES (:number, :made_at, :account_id, :actor, :post_id, :unit_id, :address, :action,
        :object, :object_key, :title, :why, :refused, :facts, :changes, :hash);

-- name: audit_tail_move :run
UPDATE audit_tail SET number = :number, hash = :hash WHERE id = 1;

-- name: audit_chain :all
-- The next entries in their order, with all that their hashes cover.
SELECT number, made_at, account_id, actor, post_id, unit_id, address, action, object, object_key,
       title, why, refused, facts, changes, hash
FROM {{audit_entry}} WHERE number > :after ORDER BY number LIMIT :rows;

-- name: audit_seal_point :one
-- The end as it is committed, and the hash of the entry that the last head ends with.
SELECT t.number, t.hash,
       coalesce((SELECT e.hash FROM {{audit_entry}} e WHERE e.number = :signed), '') AS signed_hash
FROM audit_tail t WHERE t.id = 1;

-- name: audit_page :all
-- Newest first. `actor` is searched only by who may see names in full. :actions are those whose
-- Chinese name has the words, each between bars.
SELECT number, made_at, account_id, actor, post_id, unit_id, address, action, object, object_key,
       title, why, refused, facts, changes, hash
FROM {{audit_entry}}
WHERE (:object IS NULL OR object = :object) AND (:key IS NULL OR object_key = :key)
  AND (:number IS NULL OR number = :number)
  AND (:account_id IS NULL OR account_id = :account_id)
  AND (:since IS NULL OR made_at >= :since) AND (:before IS NULL OR made_at < :before)
  AND (:refused IS NULL OR refused = :refused)
  AND (:words IS NULL OR lower(title) LIKE lower(:words) ESCAPE '\'
       OR (:persons = 1 AND lower(actor) LIKE lower(:words) ESCAPE '\')
       OR lower(why) LIKE lower(:words) ESCAPE '\' OR action LIKE lower(:words) ESCAPE '\'
       OR :actions LIKE '%|' || action || '|%')
ORDER BY number DESC LIMIT :rows OFFSET :skip;

-- name: audit_count :number
-- All that audit_page would give without an end.
SELECT count(*)
FROM {{audit_entry}}
WHERE (:object IS NULL OR object = :object) AND (:key IS NULL OR object_key = :key)
  AND (:number IS NULL OR number = :number)
  AND (:account_id IS NULL OR account_id = :account_id)
  AND (:since IS NULL OR made_at >= :since) AND (:before IS NULL OR made_at < :before)
  AND (:refused IS NULL OR refused = :refused)
  AND (:words IS NULL OR lower(title) LIKE lower(:words) ESCAPE '\'
       OR (:persons = 1 AND lower(actor) LIKE lower(:words) ESCAPE '\')
       OR lower(why) LIKE lower(:words) ESCAPE '\' OR action LIKE lower(:words) ESCAPE '\'
       OR :actions LIKE '%|' || action || '|%');
