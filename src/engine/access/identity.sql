-- Who may see and do what: accounts, posts, roles, sessions, tokens. Days are Dates, times Instants.

-- ---- what was read before is stale ----

-- name: access_version_now :number
SELECT version FROM access_version WHERE id = 1;

-- name: access_version_raise :run
-- Holds the row until the end of the transaction: who changes accounts, posts, roles or units does
-- so one after the other, on PostgreSQL too.
UPDATE access_version SET version = version + 1 WHERE id = 1;

-- name: administrators :number
-- Enabled accounts that may give rights to all, by a post of their own without an end.
SELECT count(DISTINCT a.id)
FROM {{account}} a
JOIN {{post_holder}} h ON h.account_id = a.id AND h.since <= :day AND h.until IS NULL
                      AND h.deputy_for IS NULL
JOIN {{post}} p ON p.id = h.post_id AND p.ended = 0
JOIN role r ON r.id = p.role_id
WHERE a.disabled = 0 AND a.password_hash <> '' AND r.scope = 'all'
  AND (r.permissions LIKE '%"*"%' OR r.permissions LIKE '%"all"%'
       OR r.permissions LIKE '%"access.*"%' OR r.permissions LIKE '%"access"%'
       OR r.permissions LIKE '%"access.roles"%');

-- ---- sessions ----

-- name: session_by_digest :one
-- All that each request reads: what else is known about it stays as it is while the version does.
SELECT s.id, s.account_id, s.post_id, s.csrf, s.made_at, s.seen_at, v.version
FROM session s JOIN access_version v ON v.id = 1
WHERE s.token_digest = :digest AND s.ended_at IS NULL;

-- name: standing_of :one
-- An account and the post it acts in, if it holds it on this day (post_id 0 = it does not). Own
-- holdings go before those of a deputy.
SELECT a.id AS account_id, a.name, a.person, a.disabled, a.password_due, a.password_at,
       coalesce(p.id, 0) AS post_id, coalesce(p.title, '') AS post,
       coalesce(p.unit_id, 0) AS unit_id, coalesce(u.name, '') AS unit,
       coalesce(p.role_id, 0) AS role_id, coalesce(d.person, '') AS standing_in_for
FROM {{account}} a
LEFT JOIN {{post_holder}} h ON h.id = (
    SELECT x.id FROM {{post_holder}} x
    WHERE x.account_id = :account_id AND x.post_id = :post_id AND x.since <= :day
      AND (x.until IS NULL OR x.until >= :day)
    ORDER BY coalesce(x.deputy_for, 0), x.id LIMIT 1)
LEFT JOIN {{post}} p ON p.id = h.post_id AND p.ended = 0
LEFT JOIN {{unit}} u ON u.id = p.unit_id
LEFT JOIN {{account}} d ON d.id = h.deputy_for
WHERE a.id = :account_id;

-- name: session_add :number
INSERT INTO session (token_digest, account_id, post_id, csrf, address, agent, made_at, seen_at)
VALUES (:digest, :account_id, :post_id, :csrf, :address, :agent, :now, :now)
RETURNING id;

-- name: session_touch :run
UPDATE session SET seen_at = :now WHERE id = :id AND seen_at < :now;

-- name: session_set_post :run
UPDATE session SET post_id = :post_id WHERE id = :id;

-- name: session_end :run
UPDATE session SET ended_at = :now WHERE id = :id AND ended_at IS NULL;

-- name: session_end_all :run
-- Of an account, but for one (0 = none is spared).
UPDATE session SET ended_at = :now
WHERE account_id = :account_id AND id <> :spared AND ended_at IS NULL;

-- name: session_end_surplus :run
-- The newest :kept stay open.
UPDATE session SET ended_at = :now
WHERE account_id = :account_id AND ended_at IS NULL AND id NOT IN (
    SELECT x.id FROM session x WHERE x.account_id = :account_id AND x.ended_at IS NULL
    ORDER BY x.made_at DESC, x.id DESC LIMIT :kept);

-- name: session_forget :run
-- Ended or expired ones tell nothing any more: the trail has their entries.
DELETE FROM session WHERE account_id = :account_id AND made_at < :before;

-- name: session_owner :one
SELECT id, account_id, address, agent FROM session WHERE id = :id AND ended_at IS NULL;

-- name: session_devices :all
SELECT id, address, agent, made_at, seen_at,
       CASE WHEN id = :current THEN 1 ELSE 0 END AS current
FROM session
WHERE account_id = :account_id AND ended_at IS NULL AND seen_at > :idle_since
  AND made_at > :made_since
ORDER BY seen_at DESC, id DESC;

-- ---- signing in ----

-- name: failure_count :number
-- One more, unless the name is locked: then no row comes back. Counted before the password is
-- looked at, so that many tries at once do not slip through.
INSERT INTO sign_in_failure (name, failures, failed_at, locked_until) VALUES (:name, 1, :now, 0)
ON CONFLICT (name) DO UPDATE SET failures = sign_in_failure.failures + 1,
                                 failed_at = excluded.failed_at
WHERE sign_in_failure.locked_until <= :now
RETURNING failures;

-- name: failure_uncount :run
UPDATE sign_in_failure SET failures = failures - 1, locked_until = 0
WHERE name = :name AND failures > 0;

-- name: failure_lock :run
UPDATE sign_in_failure SET locked_until = :until WHERE name = :name;

-- name: failure_locked_until :number
SELECT locked_until FROM sign_in_failure WHERE name = :name;

-- name: failure_clear :run
DELETE FROM sign_in_failure WHERE name = :name;

-- name: failure_forget :run
-- What is old, and what is more than :kept of the newest.
DELETE FROM sign_in_failure
WHERE locked_until <= :now
  AND (failed_at < :before OR failed_at < coalesce(
       (SELECT x.failed_at FROM sign_in_failure x ORDER BY x.failed_at DESC LIMIT 1 OFFSET :kept),
       0));

-- ---- accounts ----

-- name: credential_by_name :one
SELECT id, name, person, unit_id, disabled, password_hash, password_at, password_due,
       factor_secret, factor_on, factor_step
FROM {{account}} a WHERE name = :name;

-- name: credential_by_id :one
SELECT id, name, person, unit_id, disabled, password_hash, password_at, password_due,
       factor_secret, factor_on, factor_step
FROM {{account}} a WHERE id = :id;

-- name: account_page :all
-- The system's own account is in no list. `person` is searched only by who may see it in full.
SELECT a.id, a.name, a.person, a.phone, a.unit_id, coalesce(u.name, '') AS unit, a.disabled,
       a.password_due, a.factor_on AS second_factor, a.made_at, a.seen_at
FROM {{account}} a LEFT JOIN {{unit}} u ON u.id = a.unit_id
WHERE a.id <> 1 AND (:unit_id = 0 OR a.unit_id = :unit_id)
  AND (:disabled < 0 OR a.disabled = :disabled)
  AND (:pattern = '' OR a.name LIKE :pattern ESCAPE '!'
       OR (:persons = 1 AND a.person LIKE :pattern ESCAPE '!'))
ORDER BY CASE WHEN :sort = 'name' THEN a.name END,
         CASE WHEN :sort = '-name' THEN a.name END DESC,
         CASE WHEN :sort = 'seen_at' THEN coalesce(a.seen_at, 0) END,
         CASE WHEN :sort = '-seen_at' THEN coalesce(a.seen_at, 0) END DESC,
         CASE WHEN :sort = 'made_at' THEN a.made_at END,
         CASE WHEN :sort = '-made_at' THEN a.made_at END DESC, a.id
LIMIT :rows OFFSET :from;

-- name: account_count :number
SELECT count(*)
FROM {{account}} a
WHERE a.id <> 1 AND (:unit_id = 0 OR a.unit_id = :unit_id)
  AND (:disabled < 0 OR a.disabled = :disabled)
  AND (:pattern = '' OR a.name LIKE :pattern ESCAPE '!'
       OR (:persons = 1 AND a.person LIKE :pattern ESCAPE '!'));

-- name: account_by_id :one
SELECT a.id, a.name, a.person, a.phone, a.unit_id, coalesce(u.name, '') AS unit, a.disabled,
       a.password_due, a.factor_on AS second_factor, a.made_at, a.seen_at
FROM {{account}} a LEFT JOIN {{unit}} u ON u.id = a.unit_id
WHERE a.id = :id;

-- name: account_by_name :one
SELECT a.id, a.name, a.person, a.phone, a.unit_id, coalesce(u.name, '') AS unit, a.disabled,
       a.password_due, a.factor_on AS second_factor, a.made_at, a.seen_at
FROM {{account}} a LEFT JOIN {{unit}} u ON u.id = a.unit_id
WHERE a.name = :name;

-- name: account_post_titles :all
-- 「沙面街经办人」, those in force.
SELECT coalesce(u.name, '') AS unit, p.title
FROM {{post_holder}} h
JOIN {{post}} p ON p.id = h.post_id AND p.ended = 0
LEFT JOIN {{unit}} u ON u.id = p.unit_id
WHERE h.account_id = :account_id AND h.since <= :day AND (h.until IS NULL OR h.until >= :day)
ORDER BY h.since, h.id;

-- name: account_add :number
INSERT INTO {{account}} (unit_id, name, person, phone, disabled, password_hash, password_at,
                         password_due, factor_secret, factor_on, factor_step, made_at)
VALUES (:unit_id, :name, :person, :phone, 0, :hash, :now, :due, '', 0, 0, :now)
RETURNING id;

-- name: account_set :run
UPDATE {{account}} SET person = :person, phone = :phone, unit_id = :unit_id WHERE id = :id;

-- name: account_set_disabled :run
UPDATE {{account}} SET disabled = :disabled WHERE id = :id;

-- name: account_set_password :run
UPDATE {{account}} SET password_hash = :hash, password_at = :at, password_due = :due
WHERE id = :id;

-- name: account_set_factor :run
UPDATE {{account}} SET factor_secret = :secret, factor_on = :on, factor_step = :step
WHERE id = :id;

-- name: account_take_step :number
-- The code of a time step, once: no row when another sign-in was quicker.
UPDATE {{account}} SET factor_step = :step WHERE id = :id AND factor_step < :step RETURNING id;

-- name: account_seen :run
UPDATE {{account}} SET seen_at = :now WHERE id = :id;

-- name: unit_standing :one
SELECT id, name FROM {{unit}} u WHERE id = :id AND ended IS NULL;

-- name: password_past_all :all
-- Newest first.
SELECT hash FROM password_past WHERE account_id = :account_id ORDER BY made_at DESC LIMIT :count;

-- name: password_past_add :run
-- In their order, were two of them set at the same instant.
INSERT INTO password_past (account_id, made_at, hash)
VALUES (:account_id,
        (SELECT CASE WHEN coalesce(max(x.made_at), -1) >= :at THEN max(x.made_at) + 1 ELSE :at END
         FROM password_past x WHERE x.account_id = :account_id),
        :hash);

-- name: password_past_trim :run
DELETE FROM password_past WHERE account_id = :account_id AND made_at NOT IN (
    SELECT x.made_at FROM password_past x WHERE x.account_id = :account_id
    ORDER BY x.made_at DESC LIMIT :kept);

-- ---- roles ----

-- name: role_all :all
SELECT r.id, r.code, r.title, r.scope, r.permissions, r.sees, r.units, r.built_in,
       (SELECT count(*) FROM {{post}} p WHERE p.role_id = r.id AND p.ended = 0) AS posts
FROM role r ORDER BY r.built_in DESC, r.id;

-- name: role_by_id :one
SELECT r.id, r.code, r.title, r.scope, r.permissions, r.sees, r.units, r.built_in,
       (SELECT count(*) FROM {{post}} p WHERE p.role_id = r.id AND p.ended = 0) AS posts
FROM role r WHERE r.id = :id;

-- name: role_by_code :one
SELECT r.id, r.code, r.title, r.scope, r.permissions, r.sees, r.units, r.built_in,
       (SELECT count(*) FROM {{post}} p WHERE p.role_id = r.id AND p.ended = 0) AS posts
FROM role r WHERE r.code = :code;

-- name: role_same :number
-- Another role of this code or title.
SELECT count(*) FROM role WHERE id <> :id AND (code = :code OR title = :title);

-- name: role_add :number
INSERT INTO role (code, title, scope, permissions, sees, units, built_in)
VALUES (:code, :title, :scope, :permissions, :sees, :units, :built_in)
RETURNING id;

-- name: role_set :run
UPDATE role SET title = :title, scope = :scope, permissions = :permissions, sees = :sees,
                units = :units
WHERE id = :id;

-- name: role_uses :number
-- Posts that have it, ended ones too: they still say what they were.
SELECT count(*) FROM {{post}} p WHERE p.role_id = :id;

-- name: role_delete :run
DELETE FROM role WHERE id = :id;

-- ---- posts ----

-- name: post_all :all
SELECT p.id, p.unit_id, coalesce(u.name, '') AS unit, p.title, p.role_id, r.title AS role, p.ended
FROM {{post}} p
JOIN role r ON r.id = p.role_id
LEFT JOIN {{unit}} u ON u.id = p.unit_id
WHERE (:unit_id = 0 OR p.unit_id = :unit_id) AND (:past = 1 OR p.ended = 0)
ORDER BY coalesce(u.listing, 0), p.unit_id, p.id;

-- name: post_by_id :one
SELECT p.id, p.unit_id, coalesce(u.name, '') AS unit, p.title, p.role_id, r.title AS role, p.ended
FROM {{post}} p
JOIN role r ON r.id = p.role_id
LEFT JOIN {{unit}} u ON u.id = p.unit_id
WHERE p.id = :id;

-- name: post_same :number
SELECT count(*) FROM {{post}} p
WHERE p.unit_id = :unit_id AND p.title = :title AND p.ended = 0 AND p.id <> :id;

-- name: post_add :number
INSERT INTO {{post}} (unit_id, title, role_id, ended) VALUES (:unit_id, :title, :role_id, 0)
RETURNING id;

-- name: post_set :run
UPDATE {{post}} SET title = :title, role_id = :role_id WHERE id = :id;

-- name: post_set_ended :run
UPDATE {{post}} SET ended = 1 WHERE id = :id;

-- name: holder_all :all
-- Now and to come; those of the past too when asked for. post_id 0 = of all posts.
SELECT h.id, h.post_id, h.account_id, a.name AS account, a.person, h.since, h.until,
       coalesce(h.deputy_for, 0) AS deputy_for, coalesce(d.person, '') AS deputy_for_name, h.why
FROM {{post_holder}} h
JOIN {{account}} a ON a.id = h.account_id
LEFT JOIN {{account}} d ON d.id = h.deputy_for
WHERE (:post_id = 0 OR h.post_id = :post_id)
  AND (:past = 1 OR h.until IS NULL OR h.until >= :day)
ORDER BY h.post_id, h.since, h.id;

-- name: holder_by_id :one
SELECT h.id, h.post_id, h.account_id, a.name AS account, a.person, h.since, h.until,
       coalesce(h.deputy_for, 0) AS deputy_for, coalesce(d.person, '') AS deputy_for_name, h.why
FROM {{post_holder}} h
JOIN {{account}} a ON a.id = h.account_id
LEFT JOIN {{account}} d ON d.id = h.deputy_for
WHERE h.id = :id;

-- name: holder_of_account :all
-- What the account holds at any time from :since to :until, own first.
SELECT h.id, h.post_id, h.account_id, p.unit_id, coalesce(u.name, '') AS unit, p.title, p.role_id,
       r.title AS role, h.since, h.until, coalesce(h.deputy_for, 0) AS deputy_for,
       coalesce(d.person, '') AS deputy_for_name, h.why
FROM {{post_holder}} h
JOIN {{post}} p ON p.id = h.post_id AND p.ended = 0
JOIN role r ON r.id = p.role_id
LEFT JOIN {{unit}} u ON u.id = p.unit_id
LEFT JOIN {{account}} d ON d.id = h.deputy_for
WHERE h.account_id = :account_id AND h.since <= :until AND (h.until IS NULL OR h.until >= :since)
ORDER BY coalesce(h.deputy_for, 0), h.since, h.id;

-- name: holder_overlaps :number
SELECT count(*) FROM {{post_holder}} h
WHERE h.post_id = :post_id AND h.account_id = :account_id
  AND (:until IS NULL OR h.since <= :until) AND (h.until IS NULL OR h.until >= :since);

-- name: holder_overlaps_own :number
SELECT count(*) FROM {{post_holder}} h
WHERE h.post_id = :post_id AND h.account_id = :account_id AND h.deputy_for IS NULL
  AND h.since <= :until AND (h.until IS NULL OR h.until >= :since);

-- name: holder_add :number
INSERT INTO {{post_holder}} (unit_id, post_id, account_id, since, until, deputy_for, why)
VALUES (:unit_id, :post_id, :account_id, :since, :until, :deputy_for, :why)
RETURNING id;

-- name: holder_set_until :run
UPDATE {{post_holder}} SET until = :until WHERE id = :id;

-- name: holder_end_all :run
-- A post that has ended is held by nobody from the next day on.
UPDATE {{post_holder}} SET until = :day WHERE post_id = :post_id AND (until IS NULL OR until > :day);

-- ---- tokens ----

-- name: token_by_digest :one
SELECT t.id, t.account_id, t.post_id, t.permissions, t.expires_at, coalesce(w.used_at, 0) AS used_at,
       v.version
FROM {{token}} t
JOIN access_version v ON v.id = 1
LEFT JOIN token_use w ON w.token_id = t.id
WHERE t.token_digest = :digest AND t.revoked_at IS NULL;

-- name: token_used :run
INSERT INTO token_use (token_id, used_at) VALUES (:id, :now)
ON CONFLICT (token_id) DO UPDATE SET used_at = excluded.used_at;

-- name: token_add :number
INSERT INTO {{token}} (unit_id, token_digest, account_id, post_id, name, permissions, made_at,
                       expires_at)
VALUES (:unit_id, :digest, :account_id, :post_id, :name, :permissions, :now, :expires)
RETURNING id;

-- name: token_all :all
SELECT t.id, t.account_id, a.name AS account, t.name, t.permissions AS scope,
       t.unit_id, coalesce(u.name, '') AS unit, t.made_at, t.expires_at, w.used_at,
       CASE WHEN t.revoked_at IS NULL THEN 0 ELSE 1 END AS revoked
FROM {{token}} t
JOIN {{account}} a ON a.id = t.account_id
LEFT JOIN {{unit}} u ON u.id = t.unit_id
LEFT JOIN token_use w ON w.token_id = t.id
WHERE (:account_id = 0 OR t.account_id = :account_id) AND (:id = 0 OR t.id = :id)
ORDER BY t.made_at DESC, t.id DESC;

-- name: token_revoke :run
UPDATE {{token}} SET revoked_at = :now WHERE id = :id AND revoked_at IS NULL;

-- name: token_revoke_all :run
UPDATE {{token}} SET revoked_at = :now WHERE account_id = :account_id AND revoked_at IS NULL;

-- ---- reveals ----

-- name: reveal_count :number
INSERT INTO reveal_count (account_id, day, reveals) VALUES (:account_id, :day, 1)
ON CONFLICT (account_id, day) DO UPDATE SET reveals = reveal_count.reveals + 1
RETURNING reveals;

-- name: reveal_forget :run
DELETE FROM reveal_count WHERE account_id = :account_id AND day < :day;
