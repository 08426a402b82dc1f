#!/bin/bash
# headers.sh: every header compiles alone, as the first line of a file.
set -euo pipefail
cd "$(dirname "$0")/../.."
wrong=0 count=0
for header in $(cd src && find . -name '*.h' -printf '%P\n' | sort); do
    count=$((count + 1))
    printf '#include "%s"\n' "$header" |
        "${CC:-gcc}" -std=gnu17 -D_GNU_SOURCE -Wall -Wextra -Werror -Isrc -Itest -fsyntax-only -x c - || {
        echo "src/$header does not compile alone"
        wrong=$((wrong + 1))
    }
done
echo "$((count - wrong)) passed, $wrong failed"
((wrong == 0))
