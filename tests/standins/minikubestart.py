# SPDX-License-Identifier: Apache-2.0
"""minikube start, and how event lines are told: on standard output and, step by step, in the profile's events.json."""

import json
import os
import re
import shutil

import stage
import world

VM_STEP_OF_NODE = 3  # from here on the profile has a configuration
KEPT = ("step", "warning", "error", "download")  # infos and the progress of downloads are not in events.json
GOOD_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9]$")
DONE_MESSAGE = r"Done! kubectl is now configured[^\n]*?(?=\",\"name\")"
DONE = r"[^\n]*\"name\":\"Done\"[^\n]*\n"  # the last line
OLDEST = {False: (1, 28), True: (1, 14)}
NEWEST = {False: "v1.35.1", True: "v1.22.3"}


def profile_folder(name):
    return os.path.join(world.minikube_home(), "profiles", name)


def own_variables():
    return [stage.event("info", message=f"{name}={value}") for name, value in sorted(os.environ.items())
            if (name.startswith("MINIKUBE_") and name != "MINIKUBE_IN_STYLE") or name == "KUBECONFIG"]


def as_text(event):
    kind = event["type"].rsplit("minikube.", 1)[1]
    message = event["data"].get("message", "")
    marks = {"step": "* ", "info": "* ", "warning": "! ", "error": "X "}
    if kind not in marks:
        return 1, ""
    named = event["data"].get("name", "") if kind == "error" else ""
    why = f"Exiting due to {named}: " if named else ""
    return (2 if kind in ("warning", "error") else 1), f"{marks[kind]}{why}{message}\n"


def lines_of(stem, profile, extra=()):
    said = stage.retell(stage.text(stem), stem, profile)
    for pattern, other in extra:
        said = re.sub(pattern, lambda _found, other=other: other, said)
    for line in said.splitlines(keepends=True):
        if '"message":"MINIKUBE_IN_STYLE=' in line:
            value = os.environ.get("MINIKUBE_IN_STYLE")
            if value is not None:
                yield stage.fresh_ids(line.replace("IN_STYLE=false", "IN_STYLE=" + value))
            yield from own_variables()
        else:
            yield stage.fresh_ids(line)


def tell(call, stem, profile, keeps_events=True, on_event=None, extra=()):
    """The exit code of the recording."""
    log = os.path.join(profile_folder(call.name), "events.json")
    if keeps_events:
        world.write_file(log, "")
    for line in lines_of(stem, profile, extra):
        event = json.loads(line)
        if keeps_events and event["type"].rsplit(".", 1)[1] in KEPT:
            with open(log, "a", encoding="utf-8") as file:
                file.write(line)
        if on_event:
            on_event(event)
        if stage.one(call.flags, "output") == "json":
            call.stage.line(line)
        else:
            stream, words = as_text(event)
            (call.stage.line if stream == 1 else call.stage.err)(words)
    return stage.exit_code(stem)


# -- what start is asked for

def size(said, otherwise):
    """Megabytes of "6144", "6g", "50gb", "20000mb"."""
    found = re.match(r"(\d+)\s*(g|gb|gib|m|mb|mib)?$", said.lower())
    if not found:
        return otherwise
    return int(found[1]) * (1024 if (found[2] or "m").startswith("g") else 1)


def version(said):
    return tuple(int(part) for part in re.findall(r"\d+", said)[:2])


def asked(call):
    base = call.profile or {**world.FRESH, "name": call.name, "kubernetes": NEWEST[call.is_old], "memory": 6144}
    flag = lambda name, otherwise: stage.one(call.flags, name, otherwise)
    kubernetes = flag("kubernetes-version", base["kubernetes"])
    kubernetes = base["kubernetes"] if kubernetes in ("stable", "latest") else "v" + kubernetes.lstrip("v")
    return {**base, "driver": flag("driver", base["driver"]), "kubernetes": kubernetes,
            "cpus": size(flag("cpus", ""), base["cpus"]), "memory": size(flag("memory", ""), base["memory"]),
            "disk": size(flag("disk-size", ""), base["disk"]), "nodes": size(flag("nodes", ""), base["nodes"]),
            "runtime": flag("container-runtime", base["runtime"]),
            "addons": {**base["addons"], **{addon: True for said in call.flags.get("addons", [])
                                            for addon in said.split(",")}}}


def refusals(call, wish):
    """What minikube checks first: whether it applies, the recording, and what that says of other values."""
    had = call.profile or wish
    return (
        (len(call.name) < 2 or not GOOD_NAME.match(call.name), "start-fail-profile-name", ()),
        (version(wish["kubernetes"]) < OLDEST[call.is_old], "start-fail-k8s-too-old", ()),
        (version(wish["kubernetes"]) < version(had["kubernetes"]), "start-fail-k8s-downgrade",
         ((r"existing Kubernetes v[0-9.]+ ", f"existing Kubernetes {had['kubernetes']} "),)),
        (wish["driver"] not in stage.data("config-defaults-driver"), "start-fail-driver-unsupported",
         (("'fail'", f"'{wish['driver']}'"),)),
        (wish["driver"] != had["driver"], "start-fail-driver-mismatch",
         ((r'requested \\"kvm2\\"', f'requested \\"{wish["driver"]}\\"'),)),
        (wish["memory"] < 1800, "start-fail-memory-low", (("1024MiB", f"{wish['memory']}MiB"),)),
    )


def recording_of(call):
    if stage.on(call.flags, "dry-run"):
        return "start-dry-run"
    if call.profile:
        return "start-already-running" if call.profile["state"] in world.ALIVE else "start-restart-stopped"
    if call.is_old:
        return "v1.24.0-start-kvm2-k8s-1.15"
    return "start-new-cached" if world.read("cached") else "start-new-docker"


def start(call):
    wish = asked(call)
    fault = world.wanted(["start"], call.name)
    failing = stage.find("start-" + fault) if fault.startswith("fail-") else ""
    extra = ()
    if not failing and not stage.on(call.flags, "force"):
        failing, extra = next(((stem, more) for applies, stem, more in refusals(call, wish) if applies), ("", ()))
    is_dry = stage.on(call.flags, "dry-run")
    told = {**wish, **({"driver": call.profile["driver"]} if call.profile and failing else {})}
    trouble = "" if failing or is_dry else kubeconfig_trouble()
    code = tell(call, failing or recording_of(call), told, on_event=None if is_dry else marker(call, wish),
                extra=extra + ((DONE, ""),) if trouble else extra + keeping(call))
    if trouble:
        return tell_trouble(call, trouble)
    if failing or is_dry:
        if failing and not is_dry:
            after_failure(call)
        return code
    return finish(call, wish)


def keeping(call):
    """The last line when the current context stays what it was."""
    return ((DONE_MESSAGE, f"To connect to this cluster, use:  --context={call.name}"),) if keeps_context(call) else ()


def keeps_context(call):
    return stage.on(call.flags, "keep-context")


def marker(call, wish):
    """Keeps the state up with the steps, so that others see the start go on."""
    def mark(event):
        step = event["data"].get("currentstep", "")
        if event["type"].endswith(".step") and step.isdigit() and int(step) >= VM_STEP_OF_NODE:
            state = {"state": "Starting", "step": int(step)}
            world.change(call.name, **(state if call.profile else {**kept(wish), **state}))
    return mark


def kept(wish):
    return {key: value for key, value in wish.items() if key not in ("name", "ip")}


def after_failure(call):
    if call.profile:
        world.change(call.name, state=call.profile["state"])
    elif world.profile(call.name):
        world.change(call.name, state="HostMissing")


def finish(call, wish):
    made = world.change(call.name, state="Running", step=19, addons=wish["addons"], kubernetes=wish["kubernetes"])
    world.write("cached", True)
    home = world.minikube_home()
    world.write_file(os.path.join(profile_folder(call.name), "config.json"), json.dumps({"Name": call.name}))
    os.makedirs(os.path.join(home, "logs"), exist_ok=True)
    shutil.copyfile(os.path.join(stage.RECORDINGS, "lastStart.txt"), os.path.join(home, "logs", "lastStart.txt"))
    write_kubeconfig(made, keeps_context(call))
    return 0


def kubeconfig_of(profile):
    """As kubectl config view --minify --flatten prints it, with keys in it that are secret."""
    name = profile["name"]
    return f"""apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: c3RhbmQtaW4gYXV0aG9yaXR5
    server: https://{profile['ip']}:8443
  name: {name}
contexts:
- context:
    cluster: {name}
    namespace: default
    user: {name}
  name: {name}
current-context: {name}
kind: Config
preferences: {{}}
users:
- name: {name}
  user:
    client-certificate-data: c3RhbmQtaW4gY2VydGlmaWNhdGU=
    client-key-data: c3RhbmQtaW4gc2VjcmV0IGtleQ==
"""


def write_kubeconfig(profile, keeps_context=False):
    if not keeps_context:
        world.set_context(profile["name"], kubeconfig_of(profile))
    elif not world.kubeconfig()[1]:
        world.write_file(world.kubeconfig()[0], world.CURRENT.sub('current-context: ""', kubeconfig_of(profile)))


def kubeconfig_trouble():
    """What the system says of a kubeconfig that cannot be written."""
    file = world.kubeconfig()[0]
    try:
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(file, "a", encoding="utf-8"):
            return ""
    except OSError as error:
        why = error.strerror.lower()
        return f"Failed to setup kubeconfig: writing kubeconfig: Error writing file {file}: open {file}: {why}"


def tell_trouble(call, trouble):
    told = {"advice": "Unset the KUBECONFIG environment variable, or verify that it does not point to an empty or otherwise "
                      "invalid path",
            "exitcode": "37", "issues": "https://github.com/kubernetes/minikube/issues/5268", "message": trouble,
            "name": "HOST_KUBECONFIG_WRITE", "url": ""}
    call.stage.line(stage.event("error", **told))
    after_failure(call)
    return 37
