#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# check-package.sh BUILD-FOLDER: makes the Debian package and looks at it as somebody who installs it would.
set -euo pipefail

command -v dpkg-shlibdeps >/dev/null || exit 77
build=$(readlink -f -- "$1")
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

cd -- "$build"
cpack -G DEB -B "$work" >"$work/cpack.log" 2>&1 || { cat "$work/cpack.log"; exit 1; }
package=$(find "$work" -maxdepth 1 -name '*.deb')
dpkg-deb --field "$package" Package Version Depends Recommends Installed-Size

code=0
want() { # WHAT TEXT PATTERN
    if ! grep -qE -- "$3" <<<"$2"; then
        printf 'The package lacks %s\n' "$1"
        code=1
    fi
}
files=$(dpkg-deb --contents "$package")
for file in bin/dispatch-console bin/dispatch-local share/applications/dispatch-console.desktop \
    share/icons/hicolor/scalable/apps/dispatch-console.svg share/man/man1/dispatch-console.1.gz \
    share/man/man1/dispatch-local.1.gz share/doc/dispatch-console/copyright; do
    want "$file" "$files" "\\./usr/$file\$"
done
depends=$(dpkg-deb --field "$package" Depends)
for library in libqt6widgets6 libqt6sql6-sqlite libqt6svg6 libssl3 libc6; do
    want "the dependency on $library" "$depends" "(^|[ ,])$library([ ,(]|\$)"
done
if command -v lintian >/dev/null; then
    lintian --allow-root --fail-on error,warning --tag-display-limit 0 "$package" || code=1
fi
exit $code
