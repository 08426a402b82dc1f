-- Attachments of orders; see schema/0002_attachment.sql.

-- name: attachment_all :all
SELECT id, order_id, unit_id, name, kind, bytes, width, height, digest, thumbnail, citizen,
       account_id, actor, added_at
FROM {{hotline_attachment}} WHERE order_id = :order_id ORDER BY id;

-- name: attachment_put :number
INSERT INTO {{hotline_attachment}} (order_id, unit_id, name, kind, bytes, width, height, digest,
                                    thumbnail, citizen, account_id, actor, added_at)
VALUES (:order_id, :unit_id, :name, :kind, :bytes, :width, :height, :digest, :thumbnail, :citizen,
        :account_id, :actor, :now)
RETURNING id;

-- name: attachment_hand :run
UPDATE {{hotline_attachment}} SET unit_id = :unit_id WHERE order_id = :order_id;

-- name: attachment_files :all
-- What files there must be, for doctor.
SELECT o.number, a.name, a.digest, a.thumbnail
FROM {{hotline_attachment}} a JOIN {{hotline_order}} o ON o.id = a.order_id ORDER BY a.id;
