-- Statements of the administration module. Binds are named; see port/db.h for the rules.

-- ---- notices ----

-- name: notice_add :number
INSERT INTO notice (title, words, until, everybody, author_id, author, made_at)
VALUES (:title, :words, :until, :everybody, :author_id, :author, :now)
RETURNING id;

-- name: notice_unit_add :run
INSERT INTO notice_unit (notice_id, unit_id, named) VALUES (:notice_id, :unit_id, :named);

-- name: notice_all :all
-- Newest first.
SELECT id, title, words, until, everybody, author_id, author, made_at, ended_at
FROM notice ORDER BY id DESC;

-- name: notice_unit_all :all
SELECT notice_id, unit_id, named FROM notice_unit ORDER BY notice_id, unit_id;

-- name: notice_reader_all :all
-- Of the accounts that may be seen.
SELECT r.notice_id, r.account_id, a.name, a.person, r.read_at
FROM notice_read r JOIN {{account}} a ON a.id = r.account_id
ORDER BY r.notice_id, r.read_at, r.account_id;

-- name: notice_end :run
UPDATE notice SET ended_at = :now WHERE id = :id AND ended_at IS NULL;

-- name: notice_of_account :all
-- What is shown to an account that acts for a unit (0 = for none), newest first.
SELECT n.id, n.title, n.words, n.until, n.author AS by, n.made_at,
       CASE WHEN r.read_at IS NULL THEN 0 ELSE 1 END AS read
FROM notice n LEFT JOIN notice_read r ON r.notice_id = n.id AND r.account_id = :account_id
WHERE n.ended_at IS NULL AND (n.until IS NULL OR n.until >= :today)
  AND (n.everybody = 1 OR EXISTS (SELECT 1 FROM notice_unit u
                                  WHERE u.notice_id = n.id AND u.unit_id = :unit_id))
ORDER BY n.id DESC;

-- name: notice_mark_read :run
INSERT INTO notice_read (notice_id, account_id, read_at) VALUES (:notice_id, :account_id, :now)
ON CONFLICT (notice_id, account_id) DO NOTHING;

-- ---- the demo ----

-- name: demo_house_get :one
SELECT password FROM demo_house WHERE id = 1;

-- name: demo_house_set :run
INSERT INTO demo_house (id, password) VALUES (1, :password);
