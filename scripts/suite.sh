# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
# Running the tests and counting them. Callers set `root`, and `passed` and `failed` to what they have counted so far.

most_again=3 # more that fail at once are no accident

# run_ctest PRESET JOBS LOG CTEST-OPTION…: sets `ran` and `bad`, the numbers of tests; none when there was nothing to run.
run_ctest() {
    local preset=$1 at_once=$2 log=$3
    shift 3
    (cd -- "$root" && ctest --preset "$preset" --parallel "$at_once" --no-tests=error "$@") 2>&1 | tee "$log" || true
    read -r bad ran < <(sed -nE 's/.* tests passed, ([0-9]+) tests failed out of ([0-9]+)$/\1 \2/p' "$log" | tail -n 1) ||
        ran=
}

failed_names() { # LOG
    sed -nE 's/^[[:space:]]+[0-9]+ - ([^ ]+) \(.*\)$/\1/p' "$1" | sort
}

# run_suite PRESET JOBS LOG CTEST-OPTION…: adds to what was counted. A few that fail beside others are run once more, one
# at a time: what fails again has failed, and what does not is named, as it is a test to mend.
run_suite() {
    local preset=$1 at_once=$2 log=$3 ran bad total skipped before
    shift 3
    run_ctest "$preset" "$at_once" "$log" "$@"
    if [[ -z $ran ]]; then
        failed=$((failed + 1))
        say "CTest ran no test (see above)"
        return
    fi
    total=$ran
    skipped=$(grep -cE '\*\*\*Skipped' "$log" || true)
    [[ $skipped -eq 0 ]] || say "$skipped skipped for want of a tool or of recordings: counted neither way"
    if [[ $bad -gt 0 && $bad -le $most_again ]]; then
        before=$(failed_names "$log")
        say "Once more, one at a time: ${before//$'\n'/ }"
        run_ctest "$preset" 1 "$log" --rerun-failed
        before=$(comm -23 <(echo "$before") <(failed_names "$log"))
        [[ -z $before ]] || say "Unsteady, passed only when alone: ${before//$'\n'/ }"
    fi
    passed=$((passed + total - bad - skipped))
    failed=$((failed + bad))
}
