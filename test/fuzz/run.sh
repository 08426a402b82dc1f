#!/bin/sh
# Builds every fuzzer into build/fuzz and runs each for SECONDS (default 60), one after another.
#   test/fuzz/run.sh [SECONDS [NAME...]]
# What is found is kept under build/fuzz/findings/NAME/; fix it, then move the file to
# test/fuzz/regression/NAME/. Exits with 1 when there was a finding.
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:-60}
[ $# -gt 0 ] && shift
build=build/fuzz
names=${*:-$(ls test/fuzz/*_fuzz.c | sed 's|.*/||; s|_fuzz\.c$||')}
cmake -S . -B $build -DTONGBAN_FUZZ=ON -DTONGBAN_TESTS=ON -DCMAKE_BUILD_TYPE=None \
  -DCMAKE_C_COMPILER="${CLANG:-clang-14}" -DCMAKE_C_FLAGS="-O1 -g" >/dev/null
# shellcheck disable=SC2086
cmake --build $build --target $(printf 'fuzz_%s ' $names) -- --no-print-directory

found=0
for name in $names; do
  mkdir -p "$build/corpus/$name" "$build/findings/$name" "test/fuzz/regression/$name"
  dictionary=test/fuzz/$name.dict
  echo "fuzzing $name for $seconds s" >&2
  # New inputs go to build/; the seeds in the tree are only read.
  if ! $build/bin/fuzz_"$name" -max_total_time="$seconds" -timeout=25 -rss_limit_mb=4096 \
    -max_len=65536 -print_final_stats=1 -verbosity=0 \
    -artifact_prefix="$build/findings/$name/" \
    $([ -f "$dictionary" ] && echo "-dict=$dictionary") \
    "$build/corpus/$name" "test/fuzz/corpus/$name" "test/fuzz/regression/$name" \
    2>"$build/findings/$name.log"; then
    found=1
    echo "finding in $name:" >&2
    tail -n 40 "$build/findings/$name.log" >&2
  else
    grep -E 'number_of_executed_units|new_units_added|peak_rss' "$build/findings/$name.log" >&2 ||
      true
  fi
done
exit $found
