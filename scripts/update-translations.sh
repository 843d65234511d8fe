#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# update-translations.sh LUPDATE: collects the words of the sources into translations/*.ts. Tables of words use a short
# macro for QT_TRANSLATE_NOOP, which lupdate does not follow, so it reads copies in which the macro is written out. The
# words of the driver catalogue are added as if they stood in a source file.
set -euo pipefail

self=$(readlink -f -- "${BASH_SOURCE[0]}")
cd -- "${self%/*}/.."
copy=$(mktemp -d)
trap 'rm -rf -- "$copy"' EXIT
cp -r --parents models client ui app/console "$copy"

definition='^#define ([A-Z_]+)\(text\) (QT_TRANSLATE_NOOP\("[^"]+"), text\)$'
while IFS=: read -r file line; do
    name=$(sed -E "s/$definition/\\1/" <<<"$line")
    written_out=$(sed -E "s/$definition/\\2, /" <<<"$line")
    sed -i -E "/^#define $name/d; s/\\b$name\\(/$written_out/g" "$file"
done < <(grep -rEH --include='*.cpp' --include='*.h' "$definition" "$copy")

# A function that answers a type of another namespace misleads lupdate about the class whose tr() is called in it.
grep -rlEZ --include='*.cpp' --include='*.h' '^(models|client|ui|std)::' "$copy" | xargs -0 sed -i -E 's/^(models|client|ui|std):://'

pattern='"(summary|help)": ("([^"\\]|\\.)*")'
grep -oE "$pattern" resources/catalogue/drivers.json |
    sed -E "s/$pattern/QT_TRANSLATE_NOOP(\"models::DriverCatalogue\", \2)/" >"$copy/models/catalogue-words.cpp"

translations=("$PWD"/translations/*.ts)
cd -- "$copy"
"$1" -I . -locations none -no-obsolete -extensions cpp,h models client ui app/console -ts "${translations[@]}"
