-- Statements on orders. Binds are named; see port/db.h for the rules.

-- ---- reading ----

-- name: order_get :one
SELECT * FROM {{hotline_order}} WHERE id = :id;

-- name: order_get_number :one
SELECT * FROM {{hotline_order}} WHERE number = :number;

-- name: order_branch_seen :number
-- Branches of a matter that the reader's unit works on, or did.
SELECT count(*) FROM {{matter_branch}} WHERE matter_id = :id AND state IN ('open', 'done');

-- name: order_merged_into :all
-- Those merged into an order, by number.
SELECT * FROM {{hotline_order}} WHERE merged_into = :id AND merged_into > 0 ORDER BY number;

-- ---- writing: order_follow.c alone ----

-- name: order_add :run
INSERT INTO {{hotline_order}} (id, number, unit_id, taker_id, state, kind, level, channel, origin,
    category, title, content, address, folded_address, longitude, latitude, place_unit_id,
    confidential, anonymous, reported_unit_id, caller_hash, phone_tail, received_at, received_day,
    dispatched_at, signed_at, replied_at, closed_at, closed_day, due_at, due_day, near_at, warn_at,
    paused, missing_year, step_due_at, extension_days, revision, requests, returns,
    incorrect_returns, review_failures, knowledge_requests, knowledge_on_time, urges, supervision,
    raised, campaign, difficulty, satisfaction, citizen_satisfaction, callback_satisfaction,
    duty_not_done, excluded, merged_into, reply)
VALUES (:id, :number, :unit_id, :taker_id, :state, :kind, :level, :channel, :origin, :category,
    :title, :content, :address, :folded_address, :longitude, :latitude, :place_unit_id,
    :confidential, :anonymous, :reported_unit_id, :caller_hash, :phone_tail, :received_at,
    :received_day, :dispatched_at, :signed_at, :replied_at, :closed_at, :closed_day, :due_at,
    :due_day, :near_at, :warn_at, :paused, :missing_year, :step_due_at, :extension_days, :revision,
    :requests, :returns, :incorrect_returns, :review_failures, :knowledge_requests,
    :knowledge_on_time, :urges, :supervision, :raised, :campaign, :difficulty, :satisfaction,
    :citizen_satisfaction, :callback_satisfaction, :duty_not_done, :excluded, :merged_into, :reply);

-- name: order_change :run
-- What a move changes.
UPDATE {{hotline_order}} SET unit_id = :unit_id, state = :state, level = :level,
    dispatched_at = :dispatched_at, signed_at = :signed_at, replied_at = :replied_at,
    closed_at = :closed_at, closed_day = :closed_day, due_at = :due_at, due_day = :due_day,
    near_at = :near_at, warn_at = :warn_at, paused = :paused, missing_year = :missing_year,
    step_due_at = :step_due_at, extension_days = :extension_days, revision = :revision,
    requests = :requests, returns = :returns, incorrect_returns = :incorrect_returns,
    review_failures = :review_failures, knowledge_requests = :knowledge_requests,
    knowledge_on_time = :knowledge_on_time, urges = :urges, supervision = :supervision,
    raised = :raised, campaign = :campaign, difficulty = :difficulty,
    satisfaction = :satisfaction, citizen_satisfaction = :citizen_satisfaction,
    callback_satisfaction = :callback_satisfaction, duty_not_done = :duty_not_done,
    excluded = :excluded, merged_into = :merged_into, reply = :reply
WHERE id = :id;

-- name: order_change_words :run
-- What it is about: only an import of a newer file changes that.
UPDATE {{hotline_order}} SET kind = :kind, channel = :channel, category = :category, title = :title,
    content = :content, address = :address, folded_address = :folded_address,
    place_unit_id = :place_unit_id, received_at = :received_at, received_day = :received_day
WHERE id = :id;

-- name: order_caller_moves :run
UPDATE {{hotline_caller}} SET unit_id = :unit_id WHERE order_id = :id;

-- ---- numbers and keys ----

-- name: order_number_used :number
SELECT used FROM hotline_number WHERE day = :day;

-- name: order_number_keep :run
INSERT INTO hotline_number (day, used) VALUES (:day, :used)
ON CONFLICT (day) DO UPDATE SET used = excluded.used WHERE hotline_number.used < excluded.used;

-- name: order_number_borne :number
-- Whether an order that came by file bears it already.
SELECT 1 FROM {{hotline_order}} WHERE number = :number;

-- name: order_sent_get :one
SELECT digest, order_id FROM hotline_sent WHERE sender = :sender AND sent_key = :sent_key;

-- name: order_sent_add :run
INSERT INTO hotline_sent (sender, sent_key, digest, order_id)
VALUES (:sender, :sent_key, :digest, :order_id);

-- name: order_place :number
-- The street of the house that an address names; of two names the longer, of two as long the older.
-- The id goes with the greatest (SQLite: "bare columns"): sorting costs a table of its own each time.
SELECT id FROM (SELECT id, max(length(folded) * 1000000000 - id) FROM {{unit}}
                WHERE kind = 'street' AND ended IS NULL AND instr(:address, folded) > 0);

-- name: order_place :number @postgresql
SELECT id FROM {{unit}}
WHERE kind = 'street' AND ended IS NULL AND strpos(:address, folded) > 0
ORDER BY length(folded) DESC, id LIMIT 1;

-- name: order_unit_named :number
-- A unit that stands, by its folded name.
SELECT id FROM {{unit}} WHERE folded = :folded AND ended IS NULL;

-- ---- returns ----

-- name: return_add :run
INSERT INTO {{hotline_return}} (order_id, unit_id, number, title, at, reason, basis,
    suggested_unit_id, verdict, decided_at, decision)
VALUES (:order_id, :unit_id, :number, :title, :at, :reason, :basis, :suggested_unit_id, '', NULL, '');

-- name: return_decide :run
-- The one that waits.
UPDATE {{hotline_return}} SET verdict = :verdict, decided_at = :at, decision = :decision
WHERE order_id = :order_id AND verdict = '';

-- name: return_of_order :all
SELECT id, order_id, unit_id, at, reason, basis, suggested_unit_id, verdict, decided_at, decision
FROM {{hotline_return}} WHERE order_id = :order_id ORDER BY at, id;

-- ---- callers ----

-- name: caller_add :run
INSERT INTO {{hotline_caller}} (order_id, unit_id, name, phone)
VALUES (:order_id, :unit_id, :name, :phone);

-- name: caller_get :one
SELECT order_id, unit_id, name, phone FROM {{hotline_caller}} WHERE order_id = :id;

-- name: caller_orders :all
-- Newest first; a report against a unit that the reader sees is left out, unless he sees all.
SELECT id, number, kind, title, address, state, received_at, closed_at, satisfaction, unit_id
FROM {{hotline_order}}
WHERE caller_hash = :caller_hash AND caller_hash <> '' AND (:whole = 1 OR (confidential = 0
  AND (reported_unit_id = 0 OR reported_unit_id NOT IN (SELECT u.id FROM {{unit}} u))))
ORDER BY received_day DESC, id DESC LIMIT :limit;

-- ---- similar orders and candidates ----

-- name: similar_by_caller :all
SELECT id, number, kind, category, title, content, address, state, received_at, unit_id
FROM {{hotline_order}}
WHERE caller_hash = :caller_hash AND caller_hash <> '' AND received_day >= :from
  AND merged_into = 0 AND state <> 'voided'
  AND (:whole = 1 OR (confidential = 0
       AND (reported_unit_id = 0 OR reported_unit_id NOT IN (SELECT u.id FROM {{unit}} u))))
ORDER BY received_day DESC, id DESC LIMIT :limit;

-- name: similar_by_place :all
SELECT id, number, kind, category, title, content, address, state, received_at, unit_id
FROM {{hotline_order}}
WHERE folded_address = :folded_address AND folded_address <> '' AND received_day >= :from
  AND merged_into = 0 AND state <> 'voided'
ORDER BY received_day DESC, id DESC LIMIT :limit;

-- name: similar_recent :all
-- Those of a kind and category among the newest: their texts are compared.
SELECT id, number, kind, category, title, content, address, state, received_at, unit_id
FROM (SELECT * FROM {{hotline_order}} WHERE received_day >= :from
      ORDER BY received_day DESC, id DESC LIMIT 2000) newest
WHERE kind = :kind AND (:category = '' OR category = :category)
  AND merged_into = 0 AND state <> 'voided'
ORDER BY received_at DESC, id DESC LIMIT :limit;

-- name: candidate_history :all
-- Who closed the newest orders of a category, how many each, late ones too.
SELECT unit_id, count(*) AS orders,
       sum(CASE WHEN due_at IS NOT NULL AND closed_at >= due_at THEN 1 ELSE 0 END) AS late
FROM (SELECT unit_id, due_at, closed_at FROM {{hotline_order}}
      WHERE category = :category AND closed_day >= :from AND unit_id > 0 AND merged_into = 0
        AND state <> 'voided' AND id <> :id
      ORDER BY received_day DESC, id DESC LIMIT 500) newest
GROUP BY unit_id ORDER BY orders DESC, unit_id LIMIT 5;

-- name: candidate_load :all
-- What the units have in hand.
SELECT unit_id, count(*) AS orders,
       sum(CASE WHEN due_at IS NOT NULL AND due_at <= :now THEN 1 ELSE 0 END) AS late
FROM {{hotline_order}} WHERE closed_at IS NULL AND unit_id > 0 GROUP BY unit_id;

-- ---- doctor ----

-- name: order_differing :one
-- Copies that are not as their matter is: how many, and the first.
SELECT count(*) AS orders, coalesce(min(o.number), '') AS first
FROM {{hotline_order}} o LEFT JOIN {{matter}} m ON m.id = o.id
WHERE m.id IS NULL OR m.state <> o.state OR m.unit_id <> o.unit_id OR m.revision <> o.revision
   OR m.level <> o.level OR m.class_code <> o.kind OR m.requests <> o.requests
   OR coalesce(m.due_at, 0) <> coalesce(o.due_at, 0)
   OR coalesce(m.closed_at, 0) <> coalesce(o.closed_at, 0)
   OR m.extension_days <> o.extension_days OR m.missing_year <> o.missing_year;

-- name: order_lost :one
-- Matters of orders that no order is kept of.
SELECT count(*) AS orders, coalesce(min(m.number), '') AS first
FROM {{matter}} m LEFT JOIN {{hotline_order}} o ON o.id = m.id
WHERE m.lifecycle = 'hotline-order' AND o.id IS NULL;

-- name: order_count :number
SELECT count(*) FROM {{hotline_order}};

-- name: order_waiting_count :number
-- Whose due time needs a year that is not loaded.
SELECT count(*) FROM {{hotline_order}} WHERE missing_year > 0 AND closed_at IS NULL;
