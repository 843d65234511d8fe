# SPDX-License-Identifier: Apache-2.0
"""minikube v1.38.1, or v1.24.0 when the scenario says version=old."""

import os
import shutil
from types import SimpleNamespace

import minikubelists as lists
import minikubestart as starting
import stage
import world

VALUED = stage.named("--profile -p,--user,--output -o,--driver --vm-driver -d,--kubernetes-version,--container-runtime,"
                     "--cpus,--memory,--disk-size,--addons,--nodes,--layout,--file,--length,--namespace -n,--node,--wait-timeout,"
                     "--wait,--extra-config,--insecure-registry,--registry-mirror,--base-image,--iso-url,--cni,--network,"
                     "--schedule,--bootstrapper,--namespaces,--format -f,--image-repository,--apiserver-ips,"
                     "--docker-env,--bind-address,--verbosity -v")
PLAIN = stage.named("--dry-run,--skip-audit,--light -l,--interactive,--url,--all,--purge,--keep-context-active,--keep-context,--short,"
                    "--components,--force,--install-addons,--problems,--cleanup -c,--delete-on-failure,--preload,--https,"
                    "--all-namespaces -A,--cancel-scheduled,--embed-certs,--alsologtostderr,--refresh,--download-only")


def events(call, stem, code=None, keeps_events=False):
    told = starting.tell(call, stem, call.profile or {"name": call.name}, keeps_events)
    return told if code is None else code


def status(call):
    if "layout" in call.flags:
        return stage.unknown("minikube", call.arguments, "the layout of clusters is not known here\n", 14)
    if call.profile is None:
        return events(call, "status-profile-not-found.jsonl")
    if stage.one(call.flags, "output") != "json":
        return call.stage.replay("status-bad-output")
    told, errors, code = lists.status(call.profile, call.is_old)
    call.stage.out(told)
    call.stage.err(errors)
    return code


def profile_list(call):
    call.stage.out(lists.profiles(call.is_old, stage.on(call.flags, "light")))
    return 0


def version(call):
    old = "v1.24.0-" if call.is_old else ""
    if stage.on(call.flags, "short"):
        call.stage.out(stage.data(old + "version.json")["minikubeVersion"] + "\n")
        return 0
    return call.stage.replay(f"{old}version.json" if stage.one(call.flags, "output") == "json" else "version.txt")


def not_ready(call):
    """What commands say that need a running cluster: an exit code, or None when it does run."""
    if call.profile is None:
        return call.stage.replay("status-profile-not-found.txt", {"name": call.name})
    if call.profile["state"] == "Paused":
        return call.stage.replay("service-list-paused", call.profile)
    if call.profile["state"] not in world.ALIVE:
        return call.stage.replay("ip-stopped", call.profile)
    return None


def ip(call):
    if call.profile and call.profile["state"] == "Paused":
        return call.stage.replay("ip", call.profile)
    code = not_ready(call)
    return call.stage.replay("ip", call.profile) if code is None else code


def image_ls(call):
    code = not_ready(call)
    if code is None:
        own = "docker.io/vmware/dispatch-server:v0.1.24\n" if call.profile["dispatch"] else ""
        call.stage.out(own + "k8s.gcr.io/pause:3.1\n")
    return code or 0


def service(call):
    if call.words == ["list"]:
        return service_list(call)
    code = not_ready(call)
    if code is not None:
        return code
    urls = lists.urls_of_service(call.profile, call.words[0] if call.words else "", stage.one(call.flags, "namespace"))
    if urls is None:
        return call.stage.replay("service-not-found", call.profile)
    call.stage.out("".join(url + "\n" for url in urls))
    return 0


def service_list(call):
    if call.is_old and "output" in call.flags:
        call.stage.err("Error: unknown shorthand flag: 'o' in -o\nSee 'minikube service list --help' for usage.\n")
        return 14
    code = not_ready(call)
    if code is None:
        call.stage.out(lists.services(call.profile, stage.one(call.flags, "namespace")))
    return code or 0


def addons_list(call):
    if call.profile is None:
        return call.stage.replay("addons-list-no-profile")
    call.stage.out(lists.addons(call.profile))
    return 0


def addons_enable(call):
    return addons_switch(call, True)


def addons_disable(call):
    return addons_switch(call, False)


def addons_switch(call, is_on):
    addon = call.words[0] if call.words else ""
    if call.profile is None:
        return call.stage.replay("status-profile-not-found.txt", {"name": call.name})
    if addon not in stage.data("addons-list"):
        call.stage.out(stage.text("addons-enable-unknown"))
        call.stage.err(stage.text("addons-enable-unknown", errors=True).replace("nosuch", addon))
        return stage.exit_code("addons-enable-unknown")
    if call.profile["state"] == "Paused" and is_on:
        return call.stage.replay("addons-enable-paused")
    world.change(call.name, addons={**call.profile["addons"], addon: is_on})
    call.stage.out(stage.text("addons-enable" if is_on else "addons-disable").replace("metrics-server", addon))
    return 0


def stop(call):
    if call.profile is None:
        return events(call, "stop-profile-not-found")
    if "schedule" in call.flags:
        world.change(call.name, state="ScheduledStop")
        return 0
    code = events(call, "stop" if call.profile["state"] in world.ALIVE else "stop-already-stopped", keeps_events=True)
    world.change(call.name, state="Stopped")
    if not stage.on(call.flags, "keep-context-active") and world.context() == call.name:
        world.set_context("")
    return code


def pause(call):
    return pause_or_not(call, "pause", "Paused")


def unpause(call):
    return pause_or_not(call, "unpause", "Running")


def pause_or_not(call, stem, state):
    if call.profile is None:
        return events(call, "stop-profile-not-found")
    if call.profile["state"] not in world.ALIVE:
        return events(call, "pause-cluster-stopped")
    code = events(call, stem, keeps_events=True)
    world.change(call.name, state=state)
    return code


def delete(call):
    if stage.on(call.flags, "all"):
        for one in world.profiles():
            drop(one["name"])
        return events(call, "delete-all")
    kind = "delete-profile-not-found" if call.profile is None else (
        "delete" if call.profile["driver"] in ("docker", "podman") else "delete-kvm2")
    code = events(call, kind)
    drop(call.name)
    return code


def drop(name):
    world.forget(name)
    shutil.rmtree(starting.profile_folder(name), ignore_errors=True)


def update_context(call):
    code = None if call.profile and call.profile["state"] == "Misconfigured" else not_ready(call)
    if code is not None:
        return code
    if call.profile["state"] == "Misconfigured":
        code = call.stage.replay("update-context", call.profile)
        world.change(call.name, state="Running")
    else:
        call.stage.out(f'* No changes required for the "{call.name}" context\n* Current context is "{call.name}"\n')
    starting.write_kubeconfig(call.profile)
    return code or 0


def logs(call):
    is_up = bool(call.profile) and call.profile["state"] in world.ALIVE
    stem = "logs-problems" if stage.on(call.flags, "problems") else "logs" if is_up else "logs-stopped"
    file = stage.one(call.flags, "file")
    if not file:
        return call.stage.replay(stem, call.profile or {"name": call.name})
    most = world.setting("flood-bytes", "STANDIN_FLOOD_BYTES", 0)
    with open(file, "wb") as written:
        written.write(stage.retell(stage.text(stem), stem, call.profile or {"name": call.name}).encode())
        for _ in range(most // len(stage.FLOOD_LINE)):
            written.write(stage.FLOOD_LINE)
    call.stage.out(stage.text("logs-file").replace("/tmp/minikube-logs.txt", file))
    return 0


def config(call):
    verb, *rest = call.words or ["view"]
    now = world.read("config", {"driver": "docker", "memory": "6144", "WantUpdateNotification": "false"})
    if [verb, *rest] == ["defaults", "driver"]:
        return call.stage.replay("config-defaults-driver")
    if verb == "view":
        call.stage.out("".join(f"- {key}: {value}\n" for key, value in now.items()))
    elif verb == "get" and rest and rest[0] in now:
        call.stage.out(f"{now[rest[0]]}\n")
    elif verb == "set" and len(rest) == 2:
        world.write("config", {**now, rest[0]: rest[1]})
    elif verb == "unset" and rest:
        world.write("config", {key: value for key, value in now.items() if key != rest[0]})
    else:
        call.stage.err("X Exiting due to MK_CONFIG_GET: specified key could not be found in config\n")
        return 14
    return 0


def node_list(call):
    if call.profile is None:
        return call.stage.replay("status-profile-not-found.txt", {"name": call.name})
    call.stage.out("".join(f"{name}\t{address}\n" for name, address in lists.nodes(call.profile)))
    return 0


def tunnel(call):
    if stage.on(call.flags, "cleanup"):
        world.remove("tunnel-" + call.name)
        return 0
    code = not_ready(call)
    if code is not None:
        return code
    other = world.read("tunnel-" + call.name)
    if other and os.path.exists(f"/proc/{other}"):
        return call.stage.replay("tunnel-already-running", call.profile)
    world.write("tunnel-" + call.name, os.getpid())
    stage.on_interrupt("minikube", lambda: world.remove("tunnel-" + call.name))
    stem = "tunnel-linux"
    call.stage.out(stage.retell(stage.text(stem), stem, call.profile).replace("39087", str(os.getpid())))
    stage.wait_for_ever()
    return 0


def dashboard(call):
    code = not_ready(call)
    if code is not None:
        return code
    if os.fork() == 0:  # the proxy that outlives a plain end of its parent
        world.record_call("kubectl", ["proxy"])
        stage.wait_for_ever()
        os._exit(0)
    world.change(call.name, addons={**call.profile["addons"], "dashboard": True})
    stage.on_interrupt("minikube", lambda: None)
    call.stage.err(stage.text("dashboard-url", errors=True))
    call.stage.out(stage.text("dashboard-url"))
    stage.wait_for_ever()
    return 0


def kubectl(call):
    import as_kubectl  # only then, for the sake of a quick start
    return as_kubectl.run(["--context=" + call.name, *call.flags.get("--", call.words)])


# The words of a command, what it is called in a scenario, and the recordings that a scenario may name there.
COMMANDS = {
    ("start",): (starting.start, "start", ()),
    ("stop",): (stop, "stop", ("stop-",)),
    ("pause",): (pause, "pause", ("pause-",)),
    ("unpause",): (unpause, "unpause", ("unpause-",)),
    ("delete",): (delete, "delete", ("delete-",)),
    ("status",): (status, "status", ("status-", "v1.24.0-status-")),
    ("profile", "list"): (profile_list, "profile-list", ("profile-list-", "v1.24.0-profile-list-")),
    ("version",): (version, "version", ("version-",)),
    ("ip",): (ip, "ip", ("ip-",)),
    ("image", "ls"): (image_ls, "image", ()),
    ("service",): (service, "service-list", ("service-list-", "service-")),
    ("addons", "list"): (addons_list, "addons-list", ("addons-list-",)),
    ("addons", "enable"): (addons_enable, "addons-enable", ("addons-enable-",)),
    ("addons", "disable"): (addons_disable, "addons-disable", ("addons-disable-",)),
    ("update-context",): (update_context, "update-context", ("update-context-",)),
    ("logs",): (logs, "logs", ("logs-",)),
    ("config",): (config, "config", ("config-",)),
    ("node", "list"): (node_list, "node-list", ("node-",)),
    ("tunnel",): (tunnel, "tunnel", ("tunnel-",)),
    ("dashboard",): (dashboard, "dashboard", ("dashboard-",)),
    ("kubectl",): (kubectl, "kubectl", ()),
    ("ssh",): (lambda call: 0, "ssh", ()),
}


def run(arguments):
    words, flags, odd = stage.parse(arguments, VALUED, PLAIN)
    found = next((key for size in (2, 1) for key in [tuple(words[:size])] if key in COMMANDS), None)
    if found is None or odd:
        said = f"Error: unknown flag: {odd}\n" if odd else stage.text("unknown-command", errors=True).replace(
            "frobnicate", words[0] if words else "")
        stage.unknown("minikube", arguments, said, 14)
    perform, key, prefixes = COMMANDS[found]
    name = stage.one(flags, "profile", "minikube")
    is_old = world.wanted(["version"]) == "old"
    speaking = stage.Stage((key,), name)
    if is_old and "skip-audit" in flags:
        speaking.err(f"Error: unknown flag: --skip-audit\nSee 'minikube {' '.join(found)} --help' for usage.\n")
        return 14
    call = SimpleNamespace(words=words[len(found):], flags=flags, name=name, profile=world.profile(name),
                           stage=speaking, is_old=is_old, arguments=arguments)
    code = stage.general_fault(speaking, prefixes, call.profile or {"name": name})
    return perform(call) if code is None else code
