#!/bin/bash
# web.sh: builds the front end into build/site, from where it is taken into the program. Does
# nothing when neither web/ nor the pages of the modules have changed since.
set -euo pipefail
cd "$(dirname "$0")/.."

inputs() {
    find web src/domain/*/web src/engine/check/finding.def -type f -not -path '*/node_modules/*' -not -path 'web/dist/*' \
        2>/dev/null | LC_ALL=C sort | xargs -d '\n' sha256sum
    cat tools/web.sh tools/node.sh
}
stamp=build/site.stamp
now=$(inputs | sha256sum)
[[ -e build/site/index.html && $(cat "$stamp" 2>/dev/null) == "$now" ]] && exit 0

lock=$(sha256sum <web/package-lock.json)
mkdir -p build
if [[ $(cat web/node_modules/.lock 2>/dev/null) != "$lock" ]]; then
    echo "Installing the packages of the front end"
    tools/node.sh npm --prefix web ci --no-audit --no-fund --loglevel=error
    echo "$lock" >web/node_modules/.lock
fi
echo "Building the front end"
tools/node.sh npm --prefix web run --silent build
# Text is sent compressed to browsers that take it; -n keeps the bytes the same on every build.
find build/site -name '*.gz' -delete
find build/site -type f -size +1k \
    \( -name '*.js' -o -name '*.css' -o -name '*.html' -o -name '*.svg' -o -name '*.json' \) \
    -exec gzip -9 -n -k {} +
echo "$now" >"$stamp"
