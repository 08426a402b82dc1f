#!/bin/bash
# Runs a command beside a PostgreSQL 15 of its own: test/postgresql.sh [--durable] COMMAND...
#
# The server lives in a temporary folder, listens on a socket in it only (no TCP), does not sync
# to disk unless --durable (for measuring), and is stopped and deleted when the command ends, however it ends. The command finds
# its address in TONGBAN_TEST_POSTGRESQL. PostgreSQL refuses to run as root, so root runs it as
# the user postgres that Debian's package brings.
set -euo pipefail

safety="-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=32MB"
if [ "${1:-}" = --durable ]; then
  safety="-c shared_buffers=512MB -c max_wal_size=4GB"
  shift
fi
[ $# -gt 0 ] || { echo "usage: test/postgresql.sh COMMAND..." >&2; exit 2; }
programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -n "$programs" ] || { echo "PostgreSQL is not installed: apt-get install postgresql-15" >&2; exit 1; }

folder=$(mktemp -d "${TMPDIR:-/tmp}/tongban-pg-XXXXXX")
as_owner=()
if [ "$(id -u)" = 0 ]; then
  chown postgres "$folder"
  chmod 755 "$folder"
  as_owner=(runuser -u postgres --)
fi
stop() {
  (cd "$folder" && "${as_owner[@]}" "$programs/pg_ctl" -D "$folder/data" -m immediate stop) \
    >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

# Another time zone than ours, on purpose: nothing may depend on it.
(cd "$folder" &&
  "${as_owner[@]}" "$programs/initdb" -D "$folder/data" -U tongban -A trust -E UTF8 \
    --locale=C.UTF-8 --no-sync >"$folder/initdb.log" 2>&1) ||
  { cat "$folder/initdb.log" >&2; exit 1; }
(cd "$folder" &&
  "${as_owner[@]}" "$programs/pg_ctl" -D "$folder/data" -l "$folder/data/server.log" -w -t 30 \
    -o "-c listen_addresses='' -c unix_socket_directories='$folder' $safety \
        -c max_connections=50 -c timezone=Asia/Tokyo" start >"$folder/start.log" 2>&1) ||
  { cat "$folder/start.log" "$folder/data/server.log" >&2; exit 1; }

export TONGBAN_TEST_POSTGRESQL="postgresql://tongban@/postgres?host=$folder"
status=0
"$@" || status=$?
exit $status
