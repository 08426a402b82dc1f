#!/bin/bash
# run.sh DATA LISTEN: serves DATA, filled with the demo district first when there is none, and
# opens a browser where there is one with a display.
set -euo pipefail
cd "$(dirname "$0")/.."
data=$1 listen=$2

[[ -e $data/tongban.db ]] || build/tongban init --demo --data "$data"
if [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]] && command -v xdg-open >/dev/null; then
    (
        for _ in {1..50}; do
            (exec 3<>"/dev/tcp/${listen%:*}/${listen##*:}") 2>/dev/null && break
            sleep 0.1
        done
        xdg-open "http://$listen/" >/dev/null 2>&1
    ) &
fi
exec build/tongban serve --data "$data" --listen "$listen"
