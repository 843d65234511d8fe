#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the project with its tests and runs them; the last line is "N passed, N failed".
set -euo pipefail

self=$(readlink -f -- "${BASH_SOURCE[0]}")
root=${self%/*}
# shellcheck source=scripts/common.sh
. "$root/scripts/common.sh"
# shellcheck source=scripts/suite.sh
. "$root/scripts/suite.sh"

usage() {
    cat <<'END'
test.sh: installs what is missing, builds with tests and runs every one of them.

  ./test.sh [--asan] [--bench] [--fuzz] [--filter REGEX] [--jobs N] [--no-install]

  --asan           build and run with the address and undefined-behaviour sanitizers (folder build-asan)
  --bench          run the benchmark afterwards and print its figures
  --fuzz           build the fuzzer with clang and give each of its entry points FUZZ_SECONDS (default 60)
  --filter REGEX   only tests whose name matches
  --jobs N         compilers and tests at once; default: processors, as far as memory allows
  --no-install     do not look for missing Debian packages
  --help           this text

No display is needed, and the settings of the user who runs it are not touched.
END
}

usage_error() {
    fail "$1" "./test.sh --help lists the options."
}

preset=release
bench=false
fuzz=false
install=true
filter=
jobs=
while [[ $# -gt 0 ]]; do
    case $1 in
        --asan) preset=asan ;;
        --bench) bench=true ;;
        --fuzz) fuzz=true ;;
        --no-install) install=false ;;
        --filter) [[ $# -gt 1 ]] || usage_error "--filter wants a regular expression."
            filter=$2 && shift ;;
        --jobs) [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || usage_error "--jobs wants a number."
            jobs=$2 && shift ;;
        -h | --help) usage && exit 0 ;;
        *) usage_error "unknown option $1." ;;
    esac
    shift
done

passed=0
failed=0
world=
conclude() {
    local code=$?
    [[ -z $world ]] || rm -rf -- "$world"
    # Ending before a test could say anything is a failure too, and is counted as one.
    if [[ $code -ne 0 && $failed -eq 0 ]]; then failed=1; fi
    printf '%d passed, %d failed\n' "$passed" "$failed"
    exit $((failed > 0))
}
trap conclude EXIT

# A home of its own: tests neither see nor touch the settings, keys and sessions of whoever runs them.
private_world() {
    world=$(mktemp -d "${TMPDIR:-/tmp}/dispatch-test.XXXXXX") || fail "no temporary folder could be made." "Check TMPDIR and the disk."
    mkdir -m 0700 "$world/home" "$world/run"
    unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME XDG_STATE_HOME
    unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY QT_SCALE_FACTOR QT_STYLE_OVERRIDE
    export HOME=$world/home XDG_RUNTIME_DIR=$world/run QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8 TZ=UTC
    export ASAN_OPTIONS=${ASAN_OPTIONS:-abort_on_error=0:detect_leaks=1}
    export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1:halt_on_error=1}
    export LSAN_OPTIONS=${LSAN_OPTIONS:-suppressions=$root/scripts/lsan.supp:print_suppressions=0}
}

# count COMMAND…: one more that passed, or one more that failed.
count() {
    if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

run_fuzzers() {
    local folder entry entries corpus
    folder=$(preset_folder fuzz)
    configure fuzz
    run_build fuzz "$jobs" fuzzer
    mapfile -t entries < <("$folder/bin/fuzzer")
    [[ ${#entries[@]} -gt 0 ]] || fail "the fuzzer names no entry point." "Is clang-14 the compiler in $folder/CMakeCache.txt?"
    for entry in "${entries[@]}"; do
        say "Fuzzing: $entry, ${FUZZ_SECONDS:-60} s"
        corpus=$folder/corpus/$entry
        mkdir -p "$corpus"
        count env FUZZ_ENTRY="$entry" "$folder/bin/fuzzer" -max_total_time="${FUZZ_SECONDS:-60}" -rss_limit_mb=2048 \
            -timeout=30 -print_final_stats=1 -artifact_prefix="$folder/$entry-" "$corpus" "$root/tests/fuzz/seeds/$entry"
    done
}

if $install; then
    if $fuzz; then
        install_packages build run test fuzz
    else
        install_packages build run test
    fi
fi
[[ -n $jobs ]] || jobs=${DISPATCH_JOBS:-$(build_jobs)}
configure "$preset"
run_build "$preset" "$jobs" all
private_world
say "Running the tests ($jobs at a time)"
run_suite "$preset" "$jobs" "$world/ctest.log" ${filter:+--tests-regex "$filter"}
if $bench; then
    say "Running the benchmark"
    count "$(preset_folder "$preset")/bin/bench"
fi
if $fuzz; then
    run_fuzzers
fi
