#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# From a clone to the running console, in one command.
set -euo pipefail

self=$(readlink -f -- "${BASH_SOURCE[0]}")
root=${self%/*}
# shellcheck source=scripts/common.sh
. "$root/scripts/common.sh"

usage() {
    cat <<'END'
run.sh: installs what is missing, builds Dispatch Console and starts it on a local Dispatch.

  ./run.sh [--build-only] [--no-install] [options of dispatch-console]

  --build-only   stop after the build; the programs are in build/bin/
  --no-install   do not look for missing Debian packages
  --help         this text; for the console's own options: build/bin/dispatch-console --help

Without a display it runs the guided tour off-screen and says where the pictures are.
DISPATCH_JOBS=N builds with N compilers at once.
END
}

build_only=false
install=true
arguments=()
for argument in "$@"; do
    case $argument in
        --build-only) build_only=true ;;
        --no-install) install=false ;;
        -h | --help) usage && exit 0 ;;
        *) arguments+=("$argument") ;;
    esac
done

if $install; then
    install_packages build run
fi
configure release
run_build release "${DISPATCH_JOBS:-$(build_jobs)}" dispatch-console dispatch-local

console=$root/build/bin/dispatch-console
if $build_only; then
    say "Built: $console and $root/build/bin/dispatch-local"
    exit 0
fi

# What the console is asked to do instead of opening on a local Dispatch.
mode=--local
for argument in "${arguments[@]}"; do
    case $argument in
        --server* | --tour* | --version) mode= ;;
    esac
done

if [[ -z ${DISPLAY:-} && -z ${WAYLAND_DISPLAY:-} && -z ${QT_QPA_PLATFORM:-} ]]; then
    if [[ -n $mode ]]; then
        pictures=$root/build/tour
        say "No display here (neither DISPLAY nor WAYLAND_DISPLAY): running the guided tour off-screen"
        # The off-screen platform lists on standard error what it cannot do; nobody looks at it.
        QT_QPA_PLATFORM=offscreen "$console" --tour "$pictures" "${arguments[@]}" \
            2> >(grep -v '^This plugin does not support ' >&2) ||
            fail "the tour stopped (exit code $?)." "Its last line above says at which step; ./test.sh tells more."
        say "The pictures of the tour are in $pictures"
        exit 0
    fi
    export QT_QPA_PLATFORM=offscreen
fi
say "Starting dispatch-console${mode:+ $mode}${arguments[*]:+ ${arguments[*]}}"
exec "$console" ${mode:+"$mode"} "${arguments[@]}"
