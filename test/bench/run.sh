#!/bin/bash
# `make bench`: builds the programs that measure and prints one table (bench.c says how to read it).
set -euo pipefail
cd "$(dirname "$0")/../.."
tools/build.sh release bench_programs >build/bench.log 2>&1 || {
    cat build/bench.log >&2
    exit 1
}
work=$(mktemp -d "${TMPDIR:-/tmp}/tongban-bench-XXXXXX")
trap 'rm -rf "$work"' EXIT
build/release/bin/bench "$PWD/build/release/bin/tongban" build/release/bin "$work"
test/bench/access.py build/release/bin/tongban build/release/bin
test/bench/orders.py build/release/bin/tongban build/release/bin "${BENCH_SCALE:-1}"
