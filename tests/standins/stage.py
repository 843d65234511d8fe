# SPDX-License-Identifier: Apache-2.0
"""How the stand-ins speak: recordings told again, line by line, and the faults of a scenario in between."""

import json
import os
import re
import signal
import time
import uuid

import world

RECORDINGS = os.path.normpath(os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "recordings", "cluster"))
GARBAGE = b'\x00\xff\xfe not json at all \xc3\n{"half": "a li'
IN_BETWEEN = ("start", "install")  # their garbage comes between their lines
KLOG_LINE = b"I0302 09:18:11.204113   12001 out.go:360] Setting OutFile to fd 1 ...\n"
FLOOD_LINE = b"the quick brown log line jumps over the lazy reader, again and again, without any end to it\n"

# What a recording says where another profile says something else. Those not named here speak of "minikube".
SAID = {"name": "minikube", "driver": "docker", "kubernetes": "v1.35.1", "cpus": 4, "memory": 6144, "disk": 51200,
        "ip": "192.168.49.2"}
DISPATCH = {"name": "dispatch"}
OLD = {"name": "dispatch", "driver": "kvm2", "kubernetes": "v1.15.12", "disk": 51200, "ip": "192.168.39.47"}
SAID_BY = {
    "start-new-cached": DISPATCH, "start-dry-run": DISPATCH,
    "start-fail-k8s-too-old": {**DISPATCH, "kubernetes": "v1.15.12"},
    "start-fail-k8s-downgrade": {"kubernetes": "v1.28.15"},
    "start-fail-profile-name": {"name": "my_cluster"},
    "start-fail-cpus": {"cpus": 4}, "delete-kvm2": {"driver": "kvm2"},
    "status-profile-not-found": {"name": "nosuch"}, "stop-profile-not-found": {"name": "nosuch"},
    "delete-profile-not-found": {"name": "nosuch"}, "status-multinode": {"name": "multi"},
    "status-multinode-worker-stopped": {"name": "multi"}, "node-list": {"name": "multi"},
}


class End(SystemExit):
    """The program ends with this code."""

def go_json(value):
    """As Go's encoder writes it."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def find(stem):
    """The file name of a recording, given with or without its ending."""
    for ending in ("", ".json", ".jsonl", ".txt"):
        if os.path.isfile(os.path.join(RECORDINGS, stem + ending)):
            return stem + ending
    return ""


def text(stem, errors=False):
    name = find(stem) + (".stderr" if errors else "")
    if not os.path.isfile(os.path.join(RECORDINGS, name)):
        return ""
    with open(os.path.join(RECORDINGS, name), encoding="utf-8", newline="") as file:
        return file.read()


def data(stem):
    return json.loads(text(stem))


def exit_code(stem):
    return data("exitcodes").get(find(stem), 0)


def said_by(stem):
    stem = re.sub(r"\.(jsonl?|txt)$", "", stem)
    return {**SAID, **(OLD if stem.startswith("v1.24.0-") else {}), **SAID_BY.get(stem, {})}


def retell(what, stem, profile):
    """The words of a recording, for this profile."""
    said = said_by(stem)
    rules = naming(said["name"], profile["name"])
    old, new = said["kubernetes"], profile.get("kubernetes", said["kubernetes"])
    rules += [(f"{re.escape(old)}(?![0-9])", new), (f"(?<![v0-9.]){re.escape(old[1:])}(?![0-9])", new[1:])]
    if profile.get("driver", said["driver"]) != said["driver"] and stem.startswith(("start-", "delete", "v1.24.0-start")):
        rules += driving(said["driver"], profile["driver"])
    for key, form in (("cpus", "CPUs={}"), ("memory", "Memory={}MB"), ("disk", "Disk={}MB")):
        if key in profile:
            rules.append((form.format(said[key]), form.format(profile[key])))
    if profile.get("ip"):
        rules.append((re.escape(said["ip"]), profile["ip"]))
    for pattern, other in rules:
        what = re.sub(pattern, lambda _found, other=other: other, what)
    return what


def naming(old, new):
    if old == new:
        return []
    before = "|".join((r"(?<=[\"\['\t])", "(?<=machines/)", "(?<=node )", "(?<=-p )", "(?<=cluster )", "(?<=machine: )",
                       "(?<=container: )", "(?<=inspect )", "(?m:^)"))
    after = r"(?=-m0|[\"\]'\\\\\t:]| host | --|\.\.\.|$)"
    rules = [(f"(?:{before}){re.escape(old)}(?m:{after})", new)]
    if old == "minikube":
        rules.append((r'(?<=")minikube (?=v1\.)', f"[{new}] minikube "))
        rules += [(rf'(?<="minikube ){verb}(?=\\?")', f"{verb} -p {new}") for verb in ("start", "unpause", "delete")]
    if new == "minikube":
        rules.append((r'(?<=")\[minikube\] ', ""))
    return rules


def driving(old, new):
    """A container becomes a virtual machine."""
    rules = [(f"the {old} driver", f"the {new} driver"), (f" in {old} ", f" in {new} ")]
    if new not in ("docker", "podman"):
        rules += [('(?<=")8(?=","message":"Creating )', "9"), ("Creating Container", "Creating VM"),
                  (f"{old} container", f"{new} VM"), (r"(?<=MB)(?=\) \.\.\.)", ", Disk=51200MB"),
                  (f'running {old} (?=\\\\?")', f"running {new} ")]
    return rules


# -- speaking

class Stage:
    """Standard output and error of one call, with what the scenario wants to go wrong there."""

    def __init__(self, keys=(), name=""):
        self.keys, self.name, self.told = keys, name, 0
        self.chunk = int(os.environ.get("STANDIN_CHUNK", "0"))
        self.is_silent = world.wanted(keys, name) == "silent"

    def _write(self, stream, bytes_):
        if self.is_silent:
            return
        step = self.chunk or max(len(bytes_), 1)
        for begin in range(0, len(bytes_), step):
            part = bytes_[begin:begin + step]
            while part:
                part = part[os.write(stream, part):]

    def out(self, what):
        self._write(1, what.encode() if isinstance(what, str) else what)

    def err(self, what):
        self._write(2, what.encode() if isinstance(what, str) else what)

    def line(self, what, delay=None):
        """One line at its own pace; faults that wait for a line strike behind it."""
        pause = world.setting("delay", "STANDIN_LINE_DELAY_MS", 5) if delay is None else delay
        time.sleep(pause / 1000)
        self.out(what)
        self.told += 1
        fault, _, at = world.wanted(self.keys, self.name).partition(":")
        if at.isdigit() and int(at) == self.told and fault in ("hang", "hold", "kill"):
            strike(fault, self.keys, self.name)
        elif fault == "noisy":
            self.err(KLOG_LINE)
        elif fault == "garbage" and self.told % 3 == 0:
            self.out(GARBAGE + b"\n")
            if self.told == 6:
                self.out(b"x" * (1024 * 1024) + b"\n")

    def flood(self):
        most = world.setting("flood-bytes", "STANDIN_FLOOD_BYTES", 0)
        block, told = FLOOD_LINE * 700, 0
        while (not most or told < most) and not world.is_gone():
            part = block if not most else block[:most - told]
            self.out(part)
            told += len(part)

    def replay(self, stem, profile=None, code=None):
        """A recording as it is, told of this profile; ends with its exit code unless another is given."""
        profile = profile or {"name": said_by(stem)["name"]}
        for line in retell(text(stem), stem, profile).splitlines(keepends=True):
            self.line(line, 0)
        self.err(retell(text(stem, errors=True), stem, profile))
        return exit_code(stem) if code is None else code


def wait_for_ever():
    while not world.is_gone():
        time.sleep(0.1)


def on_interrupt(program, before):
    """For programs that end well on SIGINT, and only on that."""
    def told(_number, _frame):
        world.record(program=program, signal="SIGINT")
        before()
        raise End(0)
    signal.signal(signal.SIGINT, told)


def strike(fault, keys, name):
    if fault == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    while not world.is_gone() and (fault == "hang" or world.wanted(keys, name).startswith("hold")):
        time.sleep(0.02)


def unknown(program, arguments, said, code):
    """Nobody thought of this call: tests shall notice."""
    world.record(program=program, argv=arguments, unknown=True)
    Stage().err(said)
    raise End(code)


def general_fault(stage, prefixes, profile):
    """A fault that any command may have; an exit code when that is all there is."""
    said = world.wanted(stage.keys, stage.name)
    fault, _, more = said.partition(":")
    if fault in ("hang", "hold", "kill") and not more:
        strike(fault, stage.keys, stage.name)
    elif fault == "slow":
        time.sleep(int(more) / 1000)
    elif fault == "flood":
        stage.flood()
        return 0
    elif fault == "garbage" and stage.keys[0] not in IN_BETWEEN:
        stage.out(GARBAGE)
        return 0
    elif fault == "exit":
        code, _, words = more.partition(":")
        stage.err(words + "\n" if words else "")
        return int(code)
    elif fault:
        named = next(filter(None, (find(prefix + said) for prefix in prefixes)), "")
        if named:
            return stage.replay(named, profile)
    return None


def fresh_ids(line):
    """Each run has ids of its own, unless the recorded ones are wanted."""
    if os.environ.get("STANDIN_IDS") == "recorded":
        return line
    return re.sub(r'(?<="id":")[0-9a-f-]{36}(?=")', lambda _found: str(uuid.uuid4()), line)


def event(kind, **values):
    return go_json({"specversion": "1.0", "id": str(uuid.uuid4()), "source": "https://minikube.sigs.k8s.io/",
                    "type": "io.k8s.sigs.minikube." + kind, "datacontenttype": "application/json", "data": values}) + "\n"


# -- the command line

def parse(arguments, valued, plain):
    """Words, flags and what follows "--". An unknown flag is told as the third of them."""
    words, flags = [], {}
    rest = list(arguments)
    while rest:
        now = rest.pop(0)
        if now == "--":
            flags["--"] = rest
            break
        if not now.startswith("-") or now == "-":
            words.append(now)
            continue
        name, has_value, value = now.partition("=")
        if not now.startswith("--") and len(now) > 2 and not has_value:
            name, has_value, value = now[:2], "=", now[2:]
        if name in valued:
            if not has_value and not rest:
                return words, flags, now
            value = value if has_value else rest.pop(0)
            flags.setdefault(valued[name], []).append(value)
        elif name in plain:
            flags[plain[name]] = [value if has_value else "true"]
        else:
            return words, flags, now
    return words, flags, ""


def one(flags, name, otherwise=""):
    return flags[name][-1] if name in flags else otherwise


def on(flags, name):
    return one(flags, name, "false") == "true"


def named(text_):
    """A table of flags: "--profile -p, --output -o" gives each spelling its name."""
    return {spelling: group.split()[0].lstrip("-") for group in text_.split(",") for spelling in group.split()}
