#!/bin/bash
# coverage.sh: what the tests ran, after build/coverage was built and its tests were run. Fails
# when base, engine and domain together fall below LINES_MIN per cent of lines.
set -euo pipefail
cd "$(dirname "$0")/.."
LINES_MIN=85
mkdir -p build/coverage/report
gcovr --root . build/coverage --exclude-unreachable-branches \
    --filter 'src/(base|engine|domain)/' --exclude '.*/test/.*' \
    --html-details build/coverage/report/index.html \
    --print-summary --fail-under-line "$LINES_MIN" --txt build/coverage/report/summary.txt
echo "file by file: build/coverage/report/index.html"
