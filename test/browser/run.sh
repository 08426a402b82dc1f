#!/bin/bash
# run.sh [WORD...]: the pages in a real browser, driving the real program (TONGBAN_BIN, by default
# the one with the sanitizers). Words choose the files whose names contain them.
set -euo pipefail
cd "$(dirname "$0")/../.."
[[ -e build/site/admin/index.html ]] || tools/web.sh
exec tools/node.sh node test/browser/run.mjs "$@"
