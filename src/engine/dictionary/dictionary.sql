-- Statements of the dictionaries.

-- name: dictionary_all :all
SELECT code, title FROM dictionary ORDER BY listing, code;

-- name: dictionary_value_all :all
SELECT id, dictionary, code, label, tone, listing, disabled
FROM dictionary_value ORDER BY dictionary, listing, code;

-- name: dictionary_add :run
INSERT INTO dictionary (code, title, listing)
VALUES (:code, :title, (SELECT coalesce(max(listing), 0) + 1 FROM dictionary))
ON CONFLICT (code) DO NOTHING;

-- name: dictionary_value_add :number
INSERT INTO dictionary_value (dictionary, code, label, tone, listing, disabled)
VALUES (:dictionary, :code, :label, :tone, :listing, :disabled)
RETURNING id;

-- name: dictionary_value_change :run
UPDATE dictionary_value SET label = :label, tone = :tone, listing = :listing, disabled = :disabled
WHERE id = :id;
