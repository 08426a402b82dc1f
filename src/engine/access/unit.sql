-- The organisation: units and the names they were known by.

-- name: unit_all :all
SELECT id, coalesce(parent_id, 0) AS parent_id, name, folded, kind, listing, ended,
       coalesce(successor_id, 0) AS successor_id
FROM {{unit}} ORDER BY listing, id;

-- name: unit_alias_all :all
SELECT unit_id, name, folded, until FROM {{unit_alias}} ORDER BY unit_id, id;

-- name: unit_add :number
INSERT INTO {{unit}} (parent_id, name, folded, kind, listing)
VALUES (nullif(:parent_id, 0), :name, :folded, :kind, :listing)
RETURNING id;

-- name: unit_listing_last :number
SELECT coalesce(max(listing), 0) FROM {{unit}};

-- name: unit_change :run
UPDATE {{unit}} SET parent_id = nullif(:parent_id, 0), name = :name, folded = :folded, kind = :kind,
       ended = :ended, successor_id = nullif(:successor_id, 0)
WHERE id = :id;

-- name: unit_alias_put :run
INSERT INTO {{unit_alias}} (unit_id, name, folded, until) VALUES (:unit_id, :name, :folded, :until)
ON CONFLICT (unit_id, folded) DO UPDATE SET name = excluded.name, until = excluded.until;

-- name: unit_children_move :run
UPDATE {{unit}} SET parent_id = :into WHERE parent_id = :id;

-- name: unit_posts_move :run
UPDATE {{post}} SET unit_id = :into WHERE unit_id = :id;

-- name: unit_holders_move :run
UPDATE {{post_holder}} SET unit_id = :into WHERE unit_id = :id;

-- name: unit_tokens_move :run
UPDATE {{token}} SET unit_id = :into WHERE unit_id = :id;
