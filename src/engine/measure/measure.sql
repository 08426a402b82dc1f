-- Statements of the measures. What is added comes as JSON, [code, day, unit, value(, words)] a row,
-- so that a change costs one statement however many measures it touches.

-- name: measure_day_add :run
INSERT INTO {{measure_day}} AS kept (measures, code, day, unit_id, value)
SELECT :measures, json_extract(value, '$[0]'), json_extract(value, '$[1]'),
       json_extract(value, '$[2]'), json_extract(value, '$[3]')
FROM json_each(:rows) WHERE true
ON CONFLICT (measures, day, unit_id, code) DO UPDATE SET value = kept.value + excluded.value;

-- name: measure_day_add :run @postgresql
INSERT INTO {{measure_day}} AS kept (measures, code, day, unit_id, value)
SELECT :measures, e ->> 0, (e ->> 1)::bigint, (e ->> 2)::bigint, (e ->> 3)::bigint
FROM jsonb_array_elements(:rows::jsonb) e
ON CONFLICT (measures, day, unit_id, code) DO UPDATE SET value = kept.value + excluded.value;

-- name: measure_value_records :number
-- How many records of the day have the value.
SELECT records FROM {{measure_value}} WHERE measures = :measures AND code = :code AND day = :day
AND unit_id = :unit_id AND words = :words;

-- name: measure_value_put :run
INSERT INTO {{measure_value}} (measures, code, day, unit_id, words, records)
VALUES (:measures, :code, :day, :unit_id, :words, :records)
ON CONFLICT (measures, day, unit_id, code, words) DO UPDATE SET records = excluded.records;

-- name: measure_value_drop :run
DELETE FROM {{measure_value}} WHERE measures = :measures AND code = :code AND day = :day
AND unit_id = :unit_id AND words = :words;

-- name: measure_value_add_all :run
INSERT INTO {{measure_value}} AS kept (measures, code, day, unit_id, words, records)
SELECT :measures, json_extract(value, '$[0]'), json_extract(value, '$[1]'),
       json_extract(value, '$[2]'), json_extract(value, '$[4]'), json_extract(value, '$[3]')
FROM json_each(:rows) WHERE true
ON CONFLICT (measures, day, unit_id, code, words) DO UPDATE
SET records = kept.records + excluded.records;

-- name: measure_value_add_all :run @postgresql
INSERT INTO {{measure_value}} AS kept (measures, code, day, unit_id, words, records)
SELECT :measures, e ->> 0, (e ->> 1)::bigint, (e ->> 2)::bigint, e ->> 4, (e ->> 3)::bigint
FROM jsonb_array_elements(:rows::jsonb) e
ON CONFLICT (measures, day, unit_id, code, words) DO UPDATE
SET records = kept.records + excluded.records;

-- name: measure_value_sweep :run
DELETE FROM {{measure_value}} WHERE measures = :measures AND records = 0;

-- name: measure_day_recount :run
-- The distinct values of these days, counted anew; the fourth of a row is not looked at.
INSERT INTO {{measure_day}} (measures, code, day, unit_id, value)
SELECT :measures, json_extract(r.value, '$[0]'), json_extract(r.value, '$[1]'),
       json_extract(r.value, '$[2]'),
       (SELECT count(*) FROM {{measure_value}} v
        WHERE v.measures = :measures AND v.day = json_extract(r.value, '$[1]')
        AND v.unit_id = json_extract(r.value, '$[2]') AND v.code = json_extract(r.value, '$[0]')
        AND v.records <> 0)
FROM json_each(:rows) r WHERE true
ON CONFLICT (measures, day, unit_id, code) DO UPDATE SET value = excluded.value;

-- name: measure_day_recount :run @postgresql
INSERT INTO {{measure_day}} (measures, code, day, unit_id, value)
SELECT :measures, e ->> 0, (e ->> 1)::bigint, (e ->> 2)::bigint,
       (SELECT count(*) FROM {{measure_value}} v
        WHERE v.measures = :measures AND v.day = (e ->> 1)::bigint
        AND v.unit_id = (e ->> 2)::bigint AND v.code = e ->> 0 AND v.records <> 0)
FROM jsonb_array_elements(:rows::jsonb) e
ON CONFLICT (measures, day, unit_id, code) DO UPDATE SET value = excluded.value;

-- name: measure_day_clear :run
DELETE FROM {{measure_day}} WHERE measures = :measures;

-- name: measure_value_clear :run
DELETE FROM {{measure_value}} WHERE measures = :measures;

-- name: measure_day_all :all
SELECT code, day, unit_id, value, '' AS words FROM {{measure_day}}
WHERE measures = :measures AND value <> 0 ORDER BY day, unit_id, code;

-- name: measure_value_all :all
SELECT code, day, unit_id, records AS value, words FROM {{measure_value}}
WHERE measures = :measures AND records <> 0 ORDER BY day, unit_id, code, words;

-- name: measure_totals :all
SELECT unit_id, code, sum(value) AS value FROM {{measure_day}}
WHERE measures = :measures AND day BETWEEN :first AND :last
GROUP BY unit_id, code HAVING sum(value) <> 0 ORDER BY unit_id, code;

-- name: measure_totals :all @postgresql
SELECT unit_id, code, sum(value)::bigint AS value FROM {{measure_day}}
WHERE measures = :measures AND day BETWEEN :first AND :last
GROUP BY unit_id, code HAVING sum(value) <> 0 ORDER BY unit_id, code;

-- name: measure_distinct :all
SELECT unit_id, code, count(DISTINCT words) AS value FROM {{measure_value}}
WHERE measures = :measures AND code = :code AND day BETWEEN :first AND :last AND records <> 0
GROUP BY unit_id, code ORDER BY unit_id;

-- name: measure_any :number
SELECT 1 FROM {{measure_day}} WHERE measures = :measures AND day BETWEEN :first AND :last
AND code = :code AND value <> 0 LIMIT 1;

-- name: measure_first_day :number
SELECT day FROM {{measure_day}} WHERE measures = :measures ORDER BY day LIMIT 1;

-- name: measure_last_day :number
SELECT day FROM {{measure_day}} WHERE measures = :measures ORDER BY day DESC LIMIT 1;
