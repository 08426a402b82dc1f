-- Statements of the score.

-- name: score_orders_due :all
SELECT * FROM {{hotline_order}}
WHERE unit_id = :unit_id AND due_day BETWEEN :first AND :last ORDER BY id;

-- name: score_orders_closed :all
SELECT * FROM {{hotline_order}}
WHERE unit_id = :unit_id AND closed_day BETWEEN :first AND :last ORDER BY id;

-- name: score_orders_all :all
-- For the recomputation of the measures.
SELECT * FROM {{hotline_order}} ORDER BY id;
