-- Lists of orders: what the index of the lists reads, and the rows of a page.

-- name: order_index_newest :number
SELECT coalesce(max(change), 0) FROM hotline_change;

-- name: order_index_orders :number
SELECT count(*) FROM {{hotline_order}};

-- name: order_index_part :all
-- The next orders, for filling the index.
SELECT id, 0 AS change, unit_id, taker_id, place_unit_id, state, kind, level, channel, category,
       satisfaction, requests, received_at, due_at, closed_at, near_at, warn_at, received_day,
       due_day, closed_day, paused, confidential, excluded, raised, missing_year, returns,
       review_failures, supervision, urges
FROM {{hotline_order}} WHERE id > :after ORDER BY id LIMIT :rows;

-- name: order_index_changes :all
-- The orders changed since; id -1: there are new ones; 0: all are to be read anew.
SELECT CASE c.order_id WHEN -1 THEN -1 ELSE coalesce(o.id, 0) END AS id, c.change, coalesce(o.unit_id, 0) AS unit_id,
       coalesce(o.taker_id, 0) AS taker_id, coalesce(o.place_unit_id, 0) AS place_unit_id,
       coalesce(o.state, '') AS state, coalesce(o.kind, '') AS kind, coalesce(o.level, '') AS level,
       coalesce(o.channel, '') AS channel, coalesce(o.category, '') AS category,
       coalesce(o.satisfaction, '') AS satisfaction, coalesce(o.requests, '') AS requests,
       coalesce(o.received_at, 0) AS received_at, o.due_at, o.closed_at, o.near_at, o.warn_at,
       coalesce(o.received_day, 0) AS received_day, o.due_day, o.closed_day,
       coalesce(o.paused, 0) AS paused, coalesce(o.confidential, 0) AS confidential,
       coalesce(o.excluded, 0) AS excluded, coalesce(o.raised, 0) AS raised,
       coalesce(o.missing_year, 0) AS missing_year, coalesce(o.returns, 0) AS returns,
       coalesce(o.review_failures, 0) AS review_failures, coalesce(o.supervision, 0) AS supervision,
       coalesce(o.urges, 0) AS urges
FROM hotline_change c LEFT JOIN {{hotline_order}} o ON o.id = c.order_id
WHERE c.change > :seen ORDER BY c.change LIMIT :rows;

-- name: order_changed :run
-- In the transaction of the change; they come one after the other.
INSERT INTO hotline_change (order_id, change)
VALUES (:order_id, (SELECT coalesce(max(change), 0) + 1 FROM hotline_change))
ON CONFLICT (order_id) DO UPDATE SET change = excluded.change;

-- name: order_words_kept :number
-- Up to this order words are kept; those of later ones wait.
SELECT order_id FROM hotline_words_kept WHERE id = 1;

-- name: order_words_keep :run
UPDATE hotline_words_kept SET order_id = :order_id WHERE id = 1;

-- name: order_words_newest :number
-- The last order when any waits that was received before then, else nothing.
SELECT max(id) FROM {{hotline_order}}
WHERE id > (SELECT order_id FROM hotline_words_kept) AND received_at < :before;

-- name: order_words_waiting :all
SELECT id, number, title, content, address FROM {{hotline_order}} WHERE id > :after
ORDER BY id LIMIT :rows;

-- name: order_words_put :run
INSERT INTO hotline_words (rowid, words) VALUES (:id, :words);

-- name: order_words_put :run @postgresql
INSERT INTO hotline_words (id, words) VALUES (:id, CAST(:words AS tsvector))
ON CONFLICT (id) DO UPDATE SET words = excluded.words;

-- name: order_words_put_all :run
-- [id, words] each, of new orders.
INSERT INTO hotline_words (rowid, words)
SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:rows);

-- name: order_words_put_all :run @postgresql
INSERT INTO hotline_words (id, words)
SELECT CAST(e ->> 0 AS bigint), CAST(e ->> 1 AS tsvector)
FROM jsonb_array_elements(CAST(:rows AS jsonb)) e;

-- name: order_words_drop :run
-- FTS5 forgets the words it is told.
INSERT INTO hotline_words (hotline_words, rowid, words) VALUES ('delete', :id, :words);

-- name: order_words_drop :run @postgresql
DELETE FROM hotline_words WHERE id = :id AND CAST(:words AS text) IS NOT NULL;

-- name: order_words_found :all
SELECT rowid AS id FROM hotline_words WHERE hotline_words MATCH :match;

-- name: order_words_found :all @postgresql
SELECT id FROM hotline_words WHERE words @@ CAST(:match AS tsquery);

-- name: order_branches_open :all
-- Orders of others that the units in sight are asked to help with.
SELECT DISTINCT matter_id AS id FROM {{matter_branch}} WHERE state = 'open';

-- name: order_ids_of_numbers :all
SELECT id FROM {{hotline_order}} WHERE number IN (SELECT value FROM json_each(:numbers))
ORDER BY received_at DESC, id DESC;

-- name: order_ids_of_numbers :all @postgresql
SELECT id FROM {{hotline_order}}
WHERE number IN (SELECT jsonb_array_elements_text(CAST(:numbers AS jsonb)))
ORDER BY received_at DESC, id DESC;

-- name: order_rows :all
-- The rows of a page, in any order.
SELECT id, number, unit_id, state, kind, level, channel, category, title, content, address,
       received_at, due_at, due_day, closed_at, near_at, warn_at, paused, missing_year,
       extension_days, revision, requests, returns, incorrect_returns, review_failures, urges,
       supervision, raised, confidential, anonymous, excluded, satisfaction
FROM {{hotline_order}} WHERE id IN (SELECT value FROM json_each(:ids));

-- name: order_rows :all @postgresql
SELECT id, number, unit_id, state, kind, level, channel, category, title, content, address,
       received_at, due_at, due_day, closed_at, near_at, warn_at, paused, missing_year,
       extension_days, revision, requests, returns, incorrect_returns, review_failures, urges,
       supervision, raised, confidential, anonymous, excluded, satisfaction
FROM {{hotline_order}}
WHERE id IN (SELECT CAST(value AS bigint) FROM jsonb_array_elements_text(CAST(:ids AS jsonb)));

-- name: order_columns_kept :one
SELECT settings FROM hotline_columns WHERE account_id = :account_id;

-- name: order_columns_keep :run
INSERT INTO hotline_columns (account_id, settings) VALUES (:account_id, :settings)
ON CONFLICT (account_id) DO UPDATE SET settings = excluded.settings;

-- name: order_export_add :number
INSERT INTO {{hotline_export}} (account_id, name, format, columns, ids, whole, units, asker, sees,
                                state, done, total, made_at, failure)
VALUES (:account_id, :name, :format, :columns, :ids, :whole, :units, :asker, :sees, 'waiting', 0,
        :total, :made_at, '') RETURNING id;

-- name: order_exports_of :all
-- One's own, newest first.
SELECT id, name, format, state, done, total, made_at, finished_at, failure
FROM {{hotline_export}} WHERE account_id = :account_id ORDER BY id DESC LIMIT 50;

-- name: order_export_one :one
SELECT id, name, format, state, done, total, made_at, finished_at, failure
FROM {{hotline_export}} WHERE id = :id AND account_id = :account_id;

-- name: order_export_next :one
SELECT id, account_id, name, format, columns, ids, whole, units, asker, sees, total
FROM {{hotline_export}} WHERE state = 'waiting' ORDER BY id LIMIT 1;

-- name: order_export_waiting :number
SELECT count(*) FROM {{hotline_export}} WHERE account_id = :account_id AND state = 'waiting';

-- name: order_export_progress :run
-- No row: it was cancelled meanwhile.
UPDATE {{hotline_export}} SET done = :done WHERE id = :id AND state = 'waiting';

-- name: order_export_end :run
UPDATE {{hotline_export}} SET state = :state, failure = :failure, finished_at = :at, ids = ''
WHERE id = :id AND state = 'waiting';

-- name: order_export_cancel :run
UPDATE {{hotline_export}} SET state = 'cancelled', finished_at = :at, ids = ''
WHERE id = :id AND account_id = :account_id AND state = 'waiting';

-- name: order_exports_old :all
SELECT id, format FROM {{hotline_export}} WHERE state = 'done' AND finished_at < :before
ORDER BY id LIMIT 100;

-- name: order_export_gone :run
UPDATE {{hotline_export}} SET state = 'gone' WHERE id = :id;
