#!/bin/bash
# run.sh [WORD...]: the pages in a real browser, driving the real program (TONGBAN_BIN, by default
# the one with the sanitizers). Words choose the files whose names contain them.
set -euo pipefail
cd "$(dirname "$0")/../.."
if [[ ! -x web/node_modules/.bin/node || ! -e build/site/admin/index.html ]]; then
    tools/web.sh
fi
exec web/node_modules/.bin/node test/browser/run.mjs "$@"
