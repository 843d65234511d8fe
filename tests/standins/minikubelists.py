# SPDX-License-Identifier: Apache-2.0
"""What minikube tells of profiles, made of recordings and of the state."""

import copy
import os

import stage
import world

# state: the recorded status, and what a profile list calls it; the last is what releases up to 1.34 call it
STATES = {
    "Running": ("status-running", "OK", "Running"),
    "Stopped": ("status-stopped", "Stopped", "Stopped"),
    "Paused": ("status-paused", "Paused", "Paused"),
    "Misconfigured": ("status-kubeconfig-misconfigured", "OK", "Running"),
    "ApiserverStopped": ("status-apiserver-stopped", "Stopped", "Stopped"),
    "ApiserverError": ("status-apiserver-error", "Error", "Error"),
    "InsufficientStorage": ("status-insufficient-storage", "InsufficientStorage", "InsufficientStorage"),
    "ScheduledStop": ("status-scheduled-stop", "OK", "Running"),
    "WorkerStopped": ("status-running", "OK", "Running"),
    "HostMissing": ("status-host-missing", "", "Unknown"),
    "DockerDown": ("status-docker-down", "", "Unknown"),
    "Nonexistent": ("status-nonexistent-v1.34", "", "Unknown"),
}
STEP_WITH_HOST = 11  # a starting profile has no host before
NEEDS_DISPATCH = ("dispatch", "kong")


def of_state(profile):
    if profile["state"] == "Starting":
        stem = "status-host-missing" if profile["step"] < STEP_WITH_HOST else "status-apiserver-stopped"
        return stem, "Starting", "Starting"
    return STATES[profile["state"]]


def node_name(profile, index):
    return profile["name"] if index == 0 else f"{profile['name']}-m{index + 1:02}"


def nodes(profile):
    first, last = profile["ip"].rsplit(".", 1)
    return [(node_name(profile, i), f"{first}.{int(last) + i}") for i in range(profile["nodes"])]


def status(profile, is_old):
    """Standard output, standard error and exit code."""
    stem = of_state(profile)[0]
    if is_old and stem in ("status-host-missing", "status-docker-down"):
        stem = "v1.24.0-status-nonexistent"
    errors = stage.retell(stage.text(stem, errors=True), stem, profile)
    first = stage.data(stem)
    code = stage.exit_code(stem)
    if first is None:
        return "null", errors, code
    first["Name"] = profile["name"]
    if profile["nodes"] < 2:
        return stage.go_json(first), errors, code
    all_ = [first]
    for i in range(1, profile["nodes"]):
        is_up = profile["state"] in world.ALIVE and profile["state"] != "WorkerStopped"
        own = dict.fromkeys(("Host", "Kubelet"), "Running") | dict.fromkeys(("APIServer", "Kubeconfig"), "Irrelevant")
        if not is_up:
            own = dict.fromkeys(own, "Stopped")
            code = stage.exit_code("status-multinode-worker-stopped")
        all_.append({"Name": node_name(profile, i), **own, "Worker": True})
    return stage.go_json(all_), errors, code


def entry(profile, is_old, is_light):
    stem = "v1.24.0-profile-list-running" if is_old else "profile-list-ok"
    told = copy.deepcopy(stage.data(stem)["valid"][0])
    told["Name"] = profile["name"]
    told["Status"] = "Skipped" if is_light else of_state(profile)[2 if is_old else 1]
    config = told["Config"]
    config.update(Name=profile["name"], Memory=profile["memory"], CPUs=profile["cpus"], DiskSize=profile["disk"],
                  Driver=profile["driver"], Addons={a: True for a, is_on in sorted(profile["addons"].items()) if is_on})
    config["KubernetesConfig"].update(KubernetesVersion=profile["kubernetes"], ClusterName=profile["name"],
                                      ContainerRuntime=profile["runtime"])
    pattern = config["Nodes"][0]
    config["Nodes"] = [{**pattern, "Name": "" if i == 0 else f"m{i + 1:02}", "IP": address, "ControlPlane": i == 0,
                        "KubernetesVersion": profile["kubernetes"]} for i, (_name, address) in enumerate(nodes(profile))]
    if not is_old:
        told["Active"] = profile["name"] == world.read("config", {}).get("profile", "minikube")
        told["ActiveKubeContext"] = not is_light and profile["name"] == world.context()
    return told


def half_made():
    """Folders of profiles that have no configuration: a dry run leaves them."""
    known = {profile["name"] for profile in world.profiles() if profile["state"] != "Invalid"}
    try:
        folders = os.listdir(os.path.join(world.minikube_home(), "profiles"))
    except FileNotFoundError:
        folders = []
    named = {profile["name"] for profile in world.profiles()}
    return sorted((set(folders) | named) - known)


def profiles(is_old, is_light):
    valid = [entry(one, is_old, is_light) for one in world.profiles() if one["state"] != "Invalid"]
    more = {} if is_old else {"Active": False, "ActiveKubeContext": False}
    invalid = [{"Name": name, "Status": "", "Config": None, **more} for name in ([] if is_light else half_made())]
    return stage.go_json({"invalid": invalid, "valid": valid})


def addons(profile):
    return stage.go_json({addon: {"Profile": profile["name"],
                                  "Status": "enabled" if profile["addons"].get(addon) else "disabled"}
                          for addon in stage.data("addons-list")})


def service_entries(profile):
    said = stage.said_by("service-list")["ip"]
    known = stage.data("service-list")
    for one in known:
        one["URLs"] = [url.replace(said, profile["ip"]) for url in one["URLs"]]
    is_own = lambda one: one["Namespace"] in NEEDS_DISPATCH or one["Name"] == "ingress-nginx-ingress-controller"
    return known if profile["dispatch"] else [one for one in known if not is_own(one)]


def services(profile, namespace):
    found = [one for one in service_entries(profile) if not namespace or one["Namespace"] == namespace]
    return stage.go_json(found or None)


def urls_of_service(profile, name, namespace):
    return next((one["URLs"] for one in service_entries(profile)
                 if one["Name"] == name and one["Namespace"] == (namespace or "default")), None)
