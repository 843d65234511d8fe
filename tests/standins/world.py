# SPDX-License-Identifier: Apache-2.0
"""What the stand-ins share between processes: profiles, the scenario, and the record of calls, all in $STANDIN_STATE."""

import contextlib
import fcntl
import json
import os
import re
import time

TOLD_VARIABLES = ("KUBECONFIG", "MINIKUBE_HOME", "MINIKUBE_IN_STYLE", "LC_ALL", "TERM", "HOME", "HTTP_PROXY", "HTTPS_PROXY",
                  "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "HELM_HOME", "TILLER_NAMESPACE")

CURRENT = re.compile(r'^current-context: *"?([^"\n]*?)"? *$', re.MULTILINE)
ALIVE = ("Running", "Misconfigured", "ScheduledStop", "InsufficientStorage", "WorkerStopped", "ApiserverStopped",
         "ApiserverError", "Paused")
ANSWERING = ("Running", "ScheduledStop", "InsufficientStorage", "WorkerStopped")

FRESH = {"state": "Running", "driver": "docker", "kubernetes": "v1.35.1", "cpus": 4, "memory": 6144, "disk": 51200,
         "runtime": "docker", "nodes": 1, "addons": {"default-storageclass": True, "storage-provisioner": True},
         "ip": "", "step": 0, "dispatch": False}


def folder():
    return os.environ.get("STANDIN_STATE", "/nonexistent")


def path(*parts):
    return os.path.join(folder(), *parts)


def minikube_home():
    """MINIKUBE_HOME may name the folder or the one it lies in."""
    named = os.environ.get("MINIKUBE_HOME", "")
    if not named:
        return os.path.join(os.environ.get("HOME", "/"), ".minikube")
    return named if os.path.basename(named) == ".minikube" else os.path.join(named, ".minikube")


def read(name, otherwise=None):
    try:
        with open(path(name), encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        return otherwise


def write_file(where, text):
    """Whole or not at all: another process may read at any time."""
    os.makedirs(os.path.dirname(where), exist_ok=True)
    beside = f"{where}.{os.getpid()}"
    with open(beside, "w", encoding="utf-8") as file:
        file.write(text)
    os.rename(beside, where)


def write(name, value):
    write_file(path(name), json.dumps(value))


def remove(name):
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path(name))


@contextlib.contextmanager
def locked():
    with open(path("lock"), "w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def is_gone():
    """The test is over: whatever waits for ever ends now."""
    return not os.path.isdir(folder())


# -- profiles

def profile(name):
    found = read(os.path.join("profiles", name + ".json"))
    return None if found is None else {**FRESH, "name": name, **found, "ip": found.get("ip") or "192.168.49.2"}


def profiles():
    try:
        names = sorted(f[:-5] for f in os.listdir(path("profiles")) if f.endswith(".json"))
    except FileNotFoundError:
        return []
    return [found for found in map(profile, names) if found]


def change(name, **values):
    """Creates the profile when there is none."""
    with locked():
        here = profile(name)
        if here is None:
            taken = {other["ip"] for other in profiles()}
            free = (f"192.168.{49 + 9 * i}.2" for i in range(20))
            here = {**FRESH, "name": name, "ip": next(ip for ip in free if ip not in taken)}
        here.update(values)
        write(os.path.join("profiles", name + ".json"), here)
        return here


def forget(name):
    with locked():
        remove(os.path.join("profiles", name + ".json"))
        if context() == name:
            set_context("")


def kubeconfig():
    """The file, and the text that is in it."""
    file = os.environ.get("KUBECONFIG", "").split(":")[0] or os.path.join(os.environ.get("HOME", "/"), ".kube", "config")
    try:
        with open(file, encoding="utf-8", errors="replace") as text:
            return file, text.read()
    except OSError:
        return file, ""


def context():
    """Of the kubeconfig that is in use, or the one of the last start."""
    found = CURRENT.search(kubeconfig()[1])
    return found[1] if found else read("context", "")


def set_context(name, file_for_none=""):
    """In a kubeconfig that is there, only this word changes: what else is in it is not ours."""
    write("context", name)
    file, text = kubeconfig()
    text = CURRENT.sub(f'current-context: "{name}"', text) if CURRENT.search(text) else text or file_for_none
    if text:
        write_file(file, text)


# -- the scenario

def scenario():
    try:
        with open(path("scenario"), encoding="utf-8") as file:
            said = file.read().strip()
    except OSError:
        said = os.environ.get("STANDIN_SCENARIO", "").strip()
    if said and not said.startswith("{") and os.path.isfile(said):
        with open(said, encoding="utf-8") as file:
            said = file.read().strip()
    if said.startswith("{"):
        return json.loads(said)
    return dict(part.strip().split("=", 1) for part in said.split(",") if "=" in part)


def wanted(keys, name=""):
    """What the scenario says of the first of these keys that it names; "start@lab" goes before "start"."""
    now = scenario()
    for key in keys:
        for known in (f"{key}@{name}", key):
            if known in now:
                return str(now[known])
    return ""


def setting(key, variable, otherwise):
    said = wanted([key]) or os.environ.get(variable, "")
    return int(said) if said else otherwise


# -- the record

def record(**entry):
    """One line, appended at once: it needs no lock, and so may come from a signal handler."""
    entry = {"pid": os.getpid(), "at": time.time(), **entry}
    with contextlib.suppress(OSError):
        file = os.open(path("calls.jsonl"), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(file, (json.dumps(entry) + "\n").encode())
        os.close(file)


def record_call(program, arguments):
    told = {name: os.environ[name] for name in TOLD_VARIABLES if name in os.environ}
    told.update({name: value for name, value in os.environ.items() if name.startswith("MINIKUBE_")})
    record(program=program, argv=arguments, environment=told, pgid=os.getpgrp(), ppid=os.getppid())
