#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# commands.sh CHECKOUT: run.sh and test.sh on a copy of the checkout whose path has spaces, started from another folder.
# Compilers stay out of it: what is built is the manual pages, by the same way as everything else.
set -uo pipefail

checkout=$(readlink -f -- "$1")
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
code=0

# expect WHAT EXIT-CODE PATTERN COMMAND…: the command ends so, and says so.
expect() {
    local what=$1 wanted=$2 pattern=$3 got=0 output
    shift 3
    output=$("$@" 2>&1) || got=$?
    if [[ $got -ne $wanted ]] || ! grep -qE -- "$pattern" <<<"$output"; then
        printf 'FAIL: %s: exit code %s, and not "%s" in:\n%s\n' "$what" "$got" "$pattern" "$output"
        code=1
    fi
}

# shellcheck disable=SC2317 # expect calls it
# build_manuals FOLDER: what run.sh does after its options, for one cheap target.
build_manuals() (
    set -euo pipefail
    # shellcheck disable=SC2034 # the shared functions read it
    root=$1
    # shellcheck source=scripts/common.sh
    . "$1/scripts/common.sh"
    configure release
    run_build release 1 manuals
)

copy="$work/a copy with spaces"
mkdir "$copy" && tar -C "$checkout" --exclude='./build*' --exclude=./.git -cf - . | tar -C "$copy" -xf - || exit 1
cd -- "$work" || exit 1

for script in run.sh test.sh; do
    expect "$script --help" 0 "^$script: " "$copy/$script" --help
    ln -s "$copy/$script" "link-$script"
    expect "$script through a link" 0 "^$script: " "./link-$script" -h
done
expect "an unknown option" 1 '^Remedy: .*--help' "$copy/test.sh" --nonsense
expect "no number of jobs" 1 '^Failed: --jobs wants a number' "$copy/test.sh" --jobs many
expect "no filter" 1 '^Failed: --filter wants' "$copy/test.sh" --filter

expect "a first build" 0 '^== Configuring' build_manuals "$copy"
manual=$(find "$copy/build" -name 'dispatch-local.1.gz')
expect "what was built" 0 'dispatch-local' gzip -dc "$manual"
expect "a second build" 0 'no work to do' build_manuals "$copy"
moved="$work/moved elsewhere"
mv -- "$copy" "$moved"
expect "a moved checkout" 0 '^== The checkout has moved' build_manuals "$moved"
rm -rf -- "$moved/build" && : >"$moved/build"
expect "no folder to build in" 1 '^Remedy: ' build_manuals "$moved"
exit $code
