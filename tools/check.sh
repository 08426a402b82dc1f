#!/bin/bash
# check.sh [STEP...]: everything that finds mistakes without running the program. All steps run,
# and the ones that found something are named at the end.
set -uo pipefail
cd "$(dirname "$0")/.."
steps=("$@")
((${#steps[@]})) || steps=(layers style format clang gcc cppcheck tidy)
mkdir -p build
failed=()

sources() { find src tools test/kit test/fuzz test/bench -name '*.[ch]' 2>/dev/null | sort; }

check_layers() { tools/check-layers; }
check_style() { tools/check-style; }
check_format() { sources | xargs clang-format --dry-run --Werror; }
# Both compilers, without a warning.
check_clang() { tools/build.sh clang; }
# The analyzer of gcc warns, and warnings are errors. Tests are not analyzed.
check_gcc() { tools/build.sh analyzer tongban; }
check_cppcheck() {
    cppcheck --quiet --enable=warning,performance,portability --inline-suppr --std=c11 \
        --error-exitcode=1 --suppressions-list=tools/cppcheck.txt -D_GNU_SOURCE \
        '-DTONGBAN_VERSION=""' -j "$(nproc)" -Isrc $(find src -name "*.c" -not -path "*/test/*")
}
check_tidy() {
    tools/build.sh dev domain >build/tidy-build.log 2>&1 || { # for the generated headers
        tail build/tidy-build.log
        return 1
    }
    find src -name '*.c' -not -path '*/test/*' | sort |
        xargs -P "$(nproc)" -n 4 clang-tidy --quiet -p build/dev 2>/dev/null |
        tee build/tidy.log
    ! grep -aq ': error:\|: warning:' build/tidy.log
}

for step in "${steps[@]}"; do
    echo "== $step"
    "check_$step" || failed+=("$step")
done
if ((${#failed[@]})); then
    echo "found something: ${failed[*]}" >&2
    exit 1
fi
echo "${#steps[@]} passed, 0 failed"
