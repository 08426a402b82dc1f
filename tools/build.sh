#!/bin/bash
# build.sh PRESET [TARGET...]: configures build/PRESET (CMakePresets.json) and builds it.
# Configuring says much that matters to nobody; it is shown only when it fails.
set -euo pipefail
cd "$(dirname "$0")/.."
preset=$1
shift
mkdir -p "build/$preset"
log=build/$preset/configure.log
cmake --preset "$preset" >"$log" 2>&1 || {
    cat "$log" >&2
    exit 1
}
# Its own make, not a child of ours: what that says about folders is noise.
env -u MAKEFLAGS -u MAKELEVEL cmake --build "build/$preset" ${@:+--target "$@"}
