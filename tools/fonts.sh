#!/bin/bash
# fonts.sh [--strict]: puts the free Chinese fonts that no small Debian package brings into
# build/fonts, and writes build/fonts/fonts.conf, which gives LibreOffice and other programs the
# free stand-ins for the commercial families that GB/T 9704 documents name.
#
# FandolFang is the only free 仿宋 in Debian; it lies in texlive-lang-chinese. The package is
# downloaded (49 MB, checked by apt's signatures) and its six fonts are taken out; TeX is never
# installed. Noto CJK and AR PL UKai come as ordinary packages (apt.txt).
# Fonts that are there already are kept. With OFFLINE=1, or when the download fails, what lacks is
# named; the exit code is then 1 only with --strict, because the program works without (in
# Noto Serif) and says so.
set -euo pipefail
cd "$(dirname "$0")/.."
package=texlive-lang-chinese
inside=usr/share/texlive/texmf-dist/fonts/opentype/public/fandol
fonts=(FandolFang-Regular FandolKai-Regular FandolSong-Regular FandolSong-Bold
    FandolHei-Regular FandolHei-Bold)
folder=$PWD/build/fonts
mkdir -p "$folder"

lacking() {
    local font
    for font in "${fonts[@]}"; do
        [[ -s $folder/$font.otf ]] || printf '%s ' "$font.otf"
    done
}

# Takes the fonts out of the package file $1; each appears whole or not at all.
unpack() {
    local font part=$temporary/unpacked
    mkdir -p "$part"
    dpkg-deb --fsys-tarfile "$1" | tar -x -C "$part" "${fonts[@]/#/./$inside/}" 2>/dev/null ||
        dpkg-deb --fsys-tarfile "$1" | tar -x -C "$part" --wildcards "./$inside/*.otf"
    for font in "${fonts[@]}"; do
        mv -f "$part/$inside/$font.otf" "$folder/"
    done
}

download() {
    echo "Downloading the fonts Fandol (49 MB, inside $package; TeX is not installed)"
    (cd "$temporary" && apt-get -q download "$package") >"$temporary/log" 2>&1 ||
        { ((EUID == 0)) && apt-get -q update >"$temporary/log" 2>&1 &&
            (cd "$temporary" && apt-get -q download "$package") >"$temporary/log" 2>&1; }
}

# 仿宋_GB2312 and its like, each with the families to try in its place, best first.
write_configuration() {
    cat <<END
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<!-- Written by tools/fonts.sh. Use: FONTCONFIG_FILE=\$PWD/build/fonts/fonts.conf soffice ... -->
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>$folder</dir>
  <cachedir>$folder/cache</cachedir>
$(stand_in 'FandolFang|Noto Serif CJK SC' 仿宋_GB2312 FangSong_GB2312 仿宋 FangSong 方正仿宋简体)
$(stand_in 'FandolKai|AR PL UKai CN|Noto Serif CJK SC' 楷体_GB2312 KaiTi_GB2312 楷体 KaiTi 方正楷体简体)
$(stand_in 'Noto Sans CJK SC|FandolHei' 黑体 SimHei 方正黑体简体)
$(stand_in 'Noto Serif CJK SC|FandolSong' 宋体 SimSun NSimSun)
$(stand_in 'Noto Serif CJK SC|FandolSong' 方正小标宋简体 方正小标宋_GBK FZXiaoBiaoSong-B05S 小标宋)
$(stand_in 'Liberation Serif|Noto Serif CJK SC' 'Times New Roman')
$(for family in 方正小标宋简体 方正小标宋_GBK FZXiaoBiaoSong-B05S 小标宋; do bold "$family"; done)
</fontconfig>
END
}

# stand_in 'A|B' FAMILY...: text in FAMILY is set in A, and what A lacks in B.
stand_in() {
    local accepted family
    accepted=$(sed 's/[^|]*/<family>&<\/family>/g; s/|//g' <<<"$1")
    for family in "${@:2}"; do
        echo "  <alias binding=\"same\"><family>$family</family><accept>$accepted</accept></alias>"
    done
}

# A face as heavy as 小标宋 is called Bold in the free families.
bold() {
    echo "  <match><test name=\"family\"><string>$1</string></test>" \
        '<edit name="weight" mode="assign"><const>bold</const></edit></match>'
}

if [[ -n $(lacking) ]]; then
    temporary=$(mktemp -d)
    trap 'rm -rf "$temporary"' EXIT
    if [[ ${OFFLINE:-} != 1 ]] && download; then
        unpack "$temporary"/"$package"_*.deb
    fi
fi
write_configuration >"$folder/fonts.conf.new"
mv -f "$folder/fonts.conf.new" "$folder/fonts.conf"

if [[ -n $(lacking) ]]; then
    {
        echo "Lacking in build/fonts: $(lacking)"
        [[ ${OFFLINE:-} == 1 ]] && echo "OFFLINE=1, so nothing was downloaded."
        [[ -s ${temporary:-}/log ]] && tail -3 "$temporary/log"
        echo "They are in the Debian package $package: apt-get download $package and run" \
            "tools/fonts.sh again with a net, or put them there by hand."
    } >&2
    [[ ${1:-} != --strict ]]
fi
