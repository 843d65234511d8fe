# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
# What run.sh and test.sh share: saying things, Debian packages, configuring and building. Callers set `root` first.

say() { printf '== %s\n' "$*"; }

# fail REASON REMEDY: every way this can end badly names both.
fail() {
    printf '\nFailed: %s\nRemedy: %s\n' "$1" "$2" >&2
    exit 1
}

# packages SECTION…: the names listed under these sections of packaging/debian-packages.txt.
packages() {
    awk -v wanted=" $* " '
        /^[[:space:]]*(#|$)/ { next }
        /^\[/ { section = substr($0, 2, index($0, "]") - 2); next }
        index(wanted, " " section " ") { print $1 }' "$root/packaging/debian-packages.txt"
}

# missing_packages SECTION…: those of them that are not installed.
missing_packages() {
    local wanted
    mapfile -t wanted < <(packages "$@")
    LC_ALL=C dpkg-query -W -f='${db:Status-Abbrev} ${Package}\n' "${wanted[@]}" 2>/dev/null |
        awk -v wanted="${wanted[*]}" '
            $1 == "ii" || $1 == "hi" { there[$2] = 1 }
            END { n = split(wanted, name, " "); for (i = 1; i <= n; i++) if (!(name[i] in there)) print name[i] }'
}

need_space() { # FOLDER MEGABYTES PURPOSE
    local free
    free=$(df -Pm -- "$1" 2>/dev/null | awk 'NR == 2 { print $4 }')
    if [[ -n $free && $free -lt $2 ]]; then
        fail "$3 needs about $2 MB, and the disk of $1 has $free MB left." "Free some space there and start again."
    fi
}

as_root() {
    if [[ $EUID -eq 0 ]]; then "$@"; else sudo "$@"; fi
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 -q "$@"
}

install_packages() { # SECTION…
    local missing list
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        fail "this system has no apt, and the packages to build with come from Debian 12." \
            "Install what packaging/debian-packages.txt names by your own means, then add --no-install."
    fi
    mapfile -t missing < <(missing_packages "$@")
    [[ ${#missing[@]} -gt 0 ]] || return 0
    list="${missing[*]}"
    if [[ $EUID -ne 0 ]] && ! command -v sudo >/dev/null; then
        fail "packages are missing ($list), and installing them takes root or sudo." \
            "As root: apt-get update && apt-get install --no-install-recommends $list"
    fi
    need_space /usr 1500 "Installing the missing packages"
    say "Installing ${#missing[@]} Debian packages: $list"
    if ! apt update; then
        say "The package lists could not be fetched; trying once more"
        sleep 3
        apt update || fail "apt-get update does not reach the Debian archive (see above)." \
            "Check the network, the proxy and /etc/apt/sources.list, then start again."
    fi
    apt install -y --no-install-recommends "${missing[@]}" || fail \
        "apt-get could not install: $list ($(system_name); Debian 12 is what this project builds on)." \
        "Read apt's own words above. On another system install equivalents by hand and add --no-install."
}

system_name() {
    # shellcheck disable=SC1091
    (. /etc/os-release 2>/dev/null && printf '%s' "${PRETTY_NAME:-unknown system}") || printf 'unknown system'
}

# One compiler process can take over a gigabyte: as many at once as there are processors and memory for.
build_jobs() {
    local processors memory
    processors=$(nproc 2>/dev/null || echo 1)
    memory=$(awk '/^MemAvailable:/ { print int($2 / 1200000) }' /proc/meminfo 2>/dev/null || echo 1)
    [[ ${memory:-1} -ge 1 ]] || memory=1
    echo $((processors < memory ? processors : memory))
}

preset_folder() { # PRESET
    case $1 in
        release) echo "$root/build" ;;
        *) echo "$root/build-$1" ;;
    esac
}

configure() { # PRESET
    local folder log
    folder=$(preset_folder "$1")
    log=$folder/configure.log
    mkdir -p "$folder" 2>/dev/null || fail "the folder $folder cannot be made." "Check who owns $root, and whether its disk is full."
    [[ -w $folder ]] || fail "the folder $folder cannot be written (another user built there?)." "Remove it or change its owner: sudo chown -R \"\$USER\" '$folder'"
    # A moved or copied checkout leaves a cache that names the old place, and CMake refuses it.
    if [[ -f $folder/CMakeCache.txt ]] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"; then
        say "The checkout has moved: configuring afresh"
        rm -rf -- "$folder/CMakeCache.txt" "$folder/CMakeFiles" "$folder/build.ninja"
    fi
    # Once configured, Ninja itself runs CMake again when a CMakeLists.txt changes.
    [[ -f $folder/build.ninja && ! $root/CMakePresets.json -nt $folder/build.ninja ]] && return 0
    need_space "$folder" 1500 "Building"
    say "Configuring (preset $1)"
    (cd -- "$root" && cmake --preset "$1") 2>&1 | tee "$log" ||
        fail "CMake could not configure the project (all of it: $log)." \
            "The first 'CMake Error' above names what is missing; without --no-install this script installs the packages."
}

# run_build PRESET JOBS TARGET…: without a target, everything.
run_build() {
    local folder log preset=$1 jobs=$2
    shift 2
    folder=$(preset_folder "$preset")
    log=$folder/build.log
    say "Building (preset $preset, $jobs at a time)"
    if ninja -C "$folder" -j "$jobs" "$@" 2>&1 | tee "$log"; then
        return 0
    fi
    printf '\nThe last lines:\n' >&2
    tail -n 25 -- "$log" >&2
    if grep -q 'No space left on device' "$log"; then
        fail "the disk is full." "Free some space on the disk of $folder and start again; what is built stays built."
    elif grep -qE 'Killed signal|virtual memory exhausted|Cannot allocate memory' "$log"; then
        fail "the compiler ran out of memory." "Close something, or build with fewer at a time: DISPATCH_JOBS=1"
    fi
    fail "the build stopped (all of it: $log)." \
        "Look at the first 'error:' there; if nothing was changed by hand, remove $folder and start again."
}
