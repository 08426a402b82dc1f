#!/bin/bash
# install.sh GROUP...: installs the Debian packages of apt.txt that these groups lack.
#
# A package counts as present when dpkg has it, or when the machine has a program of that name of
# its own (a newer npm or cmake, say). OFFLINE=1 installs nothing and lists what lacks instead.
set -euo pipefail
cd "$(dirname "$0")/.."
groups=" $* "

lacking=()
while read -r package mark group why; do
    [[ -z $package || $package == '#' ]] && continue
    [[ $mark == '#' && $groups == *" ${group%:} "* ]] || continue
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] && continue
    command -v "$package" >/dev/null && continue
    lacking+=("$package")
    reasons+=$(printf '\n  %-28s %s' "$package" "$why")
done <apt.txt
((${#lacking[@]})) || exit 0

if [[ ${OFFLINE:-} == 1 ]]; then
    echo "Lacking Debian packages (OFFLINE=1, so nothing was installed):$reasons" >&2
    echo "Install them with: apt-get install --no-install-recommends ${lacking[*]}" >&2
    exit 1
fi
root=()
if ((EUID != 0)); then
    command -v sudo >/dev/null || {
        echo "Lacking Debian packages:$reasons" >&2
        echo "Neither root nor sudo here. As root: apt-get install --no-install-recommends" \
            "${lacking[*]}" >&2
        exit 1
    }
    root=(sudo)
fi
echo "Installing ${#lacking[@]} Debian packages:$reasons"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() { "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@" >"$log" 2>&1; }
apt update && apt install --no-install-recommends "${lacking[@]}" || {
    tail -20 "$log" >&2
    echo "Installing failed; the lines above are the end of what apt-get said." >&2
    exit 1
}
