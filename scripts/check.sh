#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The rules of docs/architecture.md that a compiler does not enforce. check.sh [CHECK…]; without a name, all of them.
# A line may be excused in scripts/check-allowed.txt, with its reason. Exit code 77: the tool for it is not installed.
# shellcheck disable=SC2317 # the checks are called by name
set -uo pipefail

self=$(readlink -f -- "${BASH_SOURCE[0]}")
cd -- "${self%/*}/.." || exit 1
allowed=scripts/check-allowed.txt
checks=(floors licences words blocking door unfinished scripts desktop format size)

sources() { # FOLDER…
    local folder
    for folder in "$@"; do
        if [[ -d $folder ]]; then find "$folder" -type f \( -name '*.cpp' -o -name '*.h' \); fi
    done | sort
}

# found CHECK PATTERN FOLDER…: lines that match and are not excused; comments do not count.
found() {
    local check=$1 pattern=$2
    shift 2
    sources "$@" | xargs -r -d '\n' grep -nHE -- "$pattern" /dev/null |
        grep -vE '^[^:]+:[0-9]+:[[:space:]]*//' |
        awk -F ' *[|] *' -v check="$check" '
            FNR == NR { if ($1 == check) { path[++n] = $2; part[n] = $3 } next }
            { for (i = 1; i <= n; i++) if (index($0, path[i] ":") == 1 && index($0, part[i])) next; print "  " $0 }
        ' "$allowed" -
}

# verdict TITLE LINES: fails when there are any.
verdict() {
    if [[ -n $2 ]]; then
        printf '%s:\n%s\n' "$1" "$2"
        return 1
    fi
    return 0
}

check_floors() {
    local climbs
    climbs=$(
        found floors '#include "(client|server|ui|app)/' models
        found floors '#include "(server|ui|app)/' client
        found floors '#include "(client|ui|app)/' server app/local
        found floors '#include "(server|app)/' ui
        found floors '#include "server/' app/console
        found floors '#include <(QWidget|QGui|QPixmap|QIcon|QPainter|QMainWindow|QDialog|QtWidgets|QtGui)' models server
    )
    verdict "Includes that climb a floor" "$climbs"
}

licence_of() { # PATH
    case $1 in
        ui/* | app/console/*) echo GPL-3.0-or-later ;;
        *) echo Apache-2.0 ;;
    esac
}

check_licences() {
    local file wrong=
    while IFS= read -r file; do
        if ! head -n 2 -- "$file" | grep -qF "SPDX-License-Identifier: $(licence_of "$file")"; then
            wrong+="  $file wants: SPDX-License-Identifier: $(licence_of "$file")"$'\n'
        fi
    done < <(sources models client server ui app tests
        find . -path './build*' -prune -o -path ./.git -prune -o \
            \( -name CMakeLists.txt -o -name '*.cmake' -o -name '*.sh' -o -name '*.py' \) -type f -print | sed 's|^\./||')
    verdict "Files without the licence line of their folder" "${wrong%$'\n'}"
}

check_words() {
    local calls='setText|setWindowTitle|setToolTip|setStatusTip|setWhatsThis|addAction|addMenu|addTab|addRow|setTitle'
    calls+='|setPlaceholderText|setAccessibleName|setAccessibleDescription|setInformativeText|showMessage'
    calls+='|QLabel|QPushButton|QCheckBox|QRadioButton|QGroupBox|QCommandLinkButton'
    local literal='(QStringLiteral\(|QLatin1String\(|QLatin1StringView\(|u)?"[^"]*[A-Za-z]{2}'
    verdict "Words a person sees, without tr()" "$(found words "($calls)\\($literal" ui app/console)"
}

check_blocking() {
    local calls='waitFor(Finished|Started|ReadyRead|BytesWritten|Connected|Disconnected|NewConnection|Done)\('
    calls+='|QThread::(m|u)?sleep\(|processEvents\(|QEventLoop|(\.|->)exec\(\)'
    verdict "Calls that block a thread or nest an event loop" "$(found blocking "$calls" ui client app/console)"
}

check_door() {
    verdict "Network access outside the one door in client/" \
        "$(found door 'QNetworkAccessManager' models server ui app
            found door 'new QNetworkAccessManager|QNetworkAccessManager +[a-z_]+[;{(]' client)"
}

check_unfinished() {
    verdict "Unfinished marks" "$(found unfinished '\b(TODO|FIXME|XXX|HACK)\b' \
        models client server ui app tests)"
}

check_scripts() {
    command -v shellcheck >/dev/null || return 77
    shellcheck -x run.sh test.sh .ci/run scripts/*.sh tests/scripts/*.sh
}

check_desktop() {
    command -v desktop-file-validate >/dev/null && command -v appstreamcli >/dev/null && command -v mandoc >/dev/null || return 77
    desktop-file-validate packaging/dispatch-console.desktop &&
        appstreamcli validate --no-net --pedantic packaging/dispatch-console.metainfo.xml &&
        mandoc -T lint -W warning packaging/man/*.1
}

check_format() {
    local format odd
    format=$(command -v clang-format-14) || return 77
    odd=$(sources models client server ui app tests | xargs -r -d '\n' -n 8 -P "$(nproc)" "$format" --dry-run -Werror 2>&1 |
        sed -nE 's/^([^:]+):[0-9]+:[0-9]+: error:.*/  \1/p' | sort -u)
    verdict "Not formatted (clang-format-14 -i does it)" "$odd"
}

# Long files are reported, not refused: there may be one idea in them after all.
check_size() {
    sources models client server ui app | xargs -r -d '\n' wc -l |
        awk '$2 != "total" && $1 > 400 { print "  long: " $2 " (" $1 " lines)" }'
}

[[ $# -gt 0 ]] || set -- "${checks[@]}"
code=0
for check in "$@"; do
    if ! declare -F "check_$check" >/dev/null; then
        printf 'No such check: %s. There are: %s\n' "$check" "${checks[*]}" >&2
        exit 2
    fi
    "check_$check"
    result=$?
    if [[ $result -eq 77 && $# -eq 1 ]]; then exit 77; fi
    if [[ $result -ne 0 && $result -ne 77 ]]; then code=1; fi
done
exit $code
