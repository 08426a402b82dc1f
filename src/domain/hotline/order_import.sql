-- Statements of the import of orders.

-- name: order_import_existing :all
SELECT * FROM {{hotline_order}} WHERE number IN (SELECT value FROM json_each(:numbers));

-- name: order_import_existing :all @postgresql
SELECT * FROM {{hotline_order}}
WHERE number IN (SELECT jsonb_array_elements_text(:numbers::jsonb));

-- name: order_import_add :number
INSERT INTO {{hotline_import}} (file, digest, row_count, new_orders, changed_orders, same_orders,
    wrong_rows, made_at, account_id, unit_id, actor)
VALUES (:file, :digest, :row_count, :new_orders, :changed_orders, :same_orders, :wrong_rows, :now,
    :account_id, :unit_id, :actor)
RETURNING id;

-- name: order_import_all :all
SELECT id AS number, file, digest, row_count AS rows, new_orders, changed_orders, same_orders,
       wrong_rows, made_at, actor, undone_at
FROM {{hotline_import}} ORDER BY id DESC;

-- name: order_import_get :one
SELECT id AS number, file, digest, row_count AS rows, new_orders, changed_orders, same_orders,
       wrong_rows, made_at, actor, undone_at
FROM {{hotline_import}} WHERE id = :id;

-- name: order_import_mark_undone :run
UPDATE {{hotline_import}} SET undone_at = :now WHERE id = :id AND undone_at IS NULL;

-- name: order_import_change_add :run
INSERT INTO {{hotline_import_change}} (import_id, order_id, unit_id, number, revision, words)
VALUES (:import_id, :order_id, :unit_id, :number, :revision, :words);

-- name: order_import_change_all :all
SELECT order_id, number, revision, words FROM {{hotline_import_change}}
WHERE import_id = :import_id ORDER BY order_id;

-- name: order_import_change_restored :run
-- The order is again as an earlier import left it, which may then be undone too.
UPDATE {{hotline_import_change}} SET revision = :revision
WHERE order_id = :order_id AND import_id < :import_id AND revision = :before;
