-- Statements of the score.

-- name: score_orders_due :all
SELECT * FROM {{hotline_order}}
WHERE unit_id = :unit_id AND due_day BETWEEN :first AND :last ORDER BY id;

-- name: score_orders_closed :all
SELECT * FROM {{hotline_order}}
WHERE unit_id = :unit_id AND closed_day BETWEEN :first AND :last ORDER BY id;

-- name: score_facts_all :all
-- For the recomputation of the measures.
SELECT unit_id, state, kind, caller_hash, received_day, closed_at, closed_day, due_at, due_day,
       returns, incorrect_returns, review_failures, knowledge_requests, knowledge_on_time,
       satisfaction, duty_not_done, excluded, merged_into
FROM {{hotline_order}};

-- name: score_order_numbered :one
SELECT * FROM {{hotline_order}} WHERE number = :number;
