-- Orders as anybody may see them over Open311: never a 举报, never a confidential one, and only those
-- of published services (kind|category).

-- name: open311_requests :all
SELECT number, kind, category, state, title, content, address, longitude, latitude, unit_id,
       received_at, due_at, closed_at, reply,
       max(received_at, coalesce(dispatched_at, 0), coalesce(signed_at, 0),
           coalesce(replied_at, 0), coalesce(closed_at, 0)) AS changed_at
FROM {{hotline_order}} o
WHERE received_at >= :from AND received_at <= :to
  AND received_day >= :from_day AND received_day <= :to_day
  AND confidential = 0 AND kind <> '举报'
  AND (kind || '|' || category) IN (SELECT value FROM json_each(:services))
  AND (:both = 1 OR (closed_at IS NOT NULL OR state IN ('merged', 'voided')) = (:closed = 1))
ORDER BY received_day DESC, id DESC LIMIT :size OFFSET :skip;

-- name: open311_requests :all @postgresql
SELECT number, kind, category, state, title, content, address, longitude, latitude, unit_id,
       received_at, due_at, closed_at, reply,
       greatest(received_at, dispatched_at, signed_at, replied_at, closed_at) AS changed_at
FROM {{hotline_order}} o
WHERE received_at >= :from AND received_at <= :to
  AND received_day >= :from_day AND received_day <= :to_day
  AND confidential = 0 AND kind <> '举报'
  AND (kind || '|' || category) IN (SELECT jsonb_array_elements_text(:services::jsonb))
  AND (:both = 1 OR (closed_at IS NOT NULL OR state IN ('merged', 'voided')) = (:closed = 1))
ORDER BY received_day DESC, id DESC LIMIT :size OFFSET :skip;

-- name: open311_numbered :all
SELECT number, kind, category, state, title, content, address, longitude, latitude, unit_id,
       received_at, due_at, closed_at, reply,
       max(received_at, coalesce(dispatched_at, 0), coalesce(signed_at, 0),
           coalesce(replied_at, 0), coalesce(closed_at, 0)) AS changed_at
FROM {{hotline_order}} o
WHERE number IN (SELECT value FROM json_each(:numbers))
  AND confidential = 0 AND kind <> '举报'
  AND (kind || '|' || category) IN (SELECT value FROM json_each(:services))
ORDER BY received_day DESC, id DESC LIMIT :size;

-- name: open311_numbered :all @postgresql
SELECT number, kind, category, state, title, content, address, longitude, latitude, unit_id,
       received_at, due_at, closed_at, reply,
       greatest(received_at, dispatched_at, signed_at, replied_at, closed_at) AS changed_at
FROM {{hotline_order}} o
WHERE number IN (SELECT jsonb_array_elements_text(:numbers::jsonb))
  AND confidential = 0 AND kind <> '举报'
  AND (kind || '|' || category) IN (SELECT jsonb_array_elements_text(:services::jsonb))
ORDER BY received_day DESC, id DESC LIMIT :size;
