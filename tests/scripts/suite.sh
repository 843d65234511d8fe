#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# suite.sh CHECKOUT: how test.sh counts, on a small project with a good, a bad and an unsteady test.
set -uo pipefail

checkout=$1
work=$(mktemp -d) || exit 1
trap 'rm -rf -- "$work"' EXIT

# shellcheck source=scripts/common.sh
. "$checkout/scripts/common.sh"
# shellcheck source=scripts/suite.sh
. "$checkout/scripts/suite.sh"

# project TEST…: makes it, in a folder of its own that becomes `root`.
project() {
    root=$(mktemp -d -p "$work") passed=0 failed=0
    {
        printf 'cmake_minimum_required(VERSION 3.25)\nproject(suite NONE)\nenable_testing()\n'
        local test
        for test in "$@"; do
            case $test in
                good*) printf 'add_test(NAME %s COMMAND true)\n' "$test" ;;
                bad*) printf 'add_test(NAME %s COMMAND false)\n' "$test" ;;
                unsteady*) printf 'add_test(NAME %s COMMAND mkdir "%s/%s.was")\n' "$test" "$root" "$test"
                    printf 'set_tests_properties(%s PROPERTIES WILL_FAIL ON)\n' "$test" ;;
            esac
        done
    } >"$root/CMakeLists.txt"
    cat >"$root/CMakePresets.json" <<'END'
{ "version": 6,
  "configurePresets": [ { "name": "small", "generator": "Ninja", "binaryDir": "${sourceDir}/build" } ],
  "testPresets": [ { "name": "small", "configurePreset": "small", "output": { "outputOnFailure": true } } ] }
END
    (cd -- "$root" && cmake --preset small) >"$root/configure.log" 2>&1 || cat "$root/configure.log"
}

code=0
# expect WHAT COUNTS PATTERN: of the suite of the project.
expect() {
    local said
    run_suite small 2 "$root/ctest.log" >"$root/said" 2>&1
    said="$passed passed, $failed failed"
    if [[ $said == "$2" ]] && grep -qE -- "$3" "$root/said"; then
        echo "ok: $1"
    else
        echo "FAILED: $1: $said"
        cat "$root/said"
        code=1
    fi
}

project good1 good2
expect "all good" "2 passed, 0 failed" '100% tests passed'
project good bad unsteady
expect "one bad, one unsteady" "2 passed, 1 failed" '^== Unsteady, passed only when alone: unsteady$'
project good bad1 bad2 bad3 unsteady
expect "too many for an accident" "1 passed, 4 failed" 'unsteady \(Failed\)'
if grep -q 'Once more' "$root/said"; then
    echo "FAILED: they were run again"
    code=1
fi
project
expect "no test at all" "0 passed, 1 failed" '^== CTest ran no test'
exit $code
