# SPDX-License-Identifier: Apache-2.0
"""kubectl v1.32.4, against the profiles of the state."""

import json
import re
import time
from types import SimpleNamespace

import kubectllogs
import kubectlobjects as objects
import stage
import world

GLOBAL = ("--context,--kubeconfig,--request-timeout,--namespace -n,--output -o,--cluster,--user,--server -s,--token,--as,"
          "--v -v")
PLAIN = stage.named("--insecure-skip-tls-verify,--all-namespaces -A,--watch -w,--watch-only,--ignore-not-found,--minify,"
                    "--flatten,--client,--timestamps,--all-containers,--prefix,--wait,--no-headers,--force,--now,--short,"
                    "--all,--show-labels,--raw-output")
VALUED = stage.named(GLOBAL + ",--raw,--selector -l,--field-selector,--tail,--since,--since-time,--container -c,--address,"
                     "--pod-running-timeout,--timeout,--grace-period,--limit-bytes,--max-log-requests,--chunk-size,"
                     "--sort-by,--filename -f,--patch -p,--type,--key,--cert,--clusterrole,--serviceaccount,"
                     "--subresource,--from-literal,--dry-run,--cascade")
LOGS_VALUED = {flag: name for flag, name in VALUED.items() if flag not in ("-f", "-p")}
LOGS_PLAIN = {**PLAIN, **stage.named("--follow -f,--previous -p")}


def not_found(call, kind, name):
    call.stage.err(f'Error from server (NotFound): {objects.GROUPS.get(kind, kind)} "{name}" not found\n')
    return 1


def pretty(value, indent=4):
    return json.dumps(value, indent=indent, ensure_ascii=False) + "\n"


# -- get

def get(call):
    if "raw" in call.flags:
        return get_raw(call)
    kind = objects.resource(call.words[0].split("/")[0])
    names = call.words[1:] or call.words[0].split("/")[1:]
    if kind not in objects.RESOURCES:
        call.stage.err(f'error: the server doesn\'t have a resource type "{call.words[0]}"\n')
        return 1
    found = objects.of(kind, call.profile)
    if objects.RESOURCES[kind][1] and not stage.on(call.flags, "all-namespaces"):
        found = [one for one in found if one["metadata"].get("namespace") == call.namespace]
    found = [one for one in found if selected(one, call.flags)]
    if names:
        named = [one for one in found if one["metadata"]["name"] in names]
        if len(named) < len(names):
            missing = next(name for name in names if name not in {one["metadata"]["name"] for one in named})
            return 0 if stage.on(call.flags, "ignore-not-found") else not_found(call, kind, missing)
        return show(call, kind, named[0] if len(names) == 1 else listed(named))
    if stage.on(call.flags, "watch") or stage.on(call.flags, "watch-only"):
        return watch(call, found)
    return show(call, kind, listed(found))


def selected(one, flags):
    labels = one["metadata"].get("labels") or {}
    for rule in filter(None, stage.one(flags, "selector").split(",")):
        key, _, value = rule.replace("==", "=").partition("=")
        if labels.get(key) != value:
            return False
    for rule in filter(None, stage.one(flags, "field-selector").split(",")):
        key, _, value = rule.partition("=")
        at = one
        for part in key.split("."):
            at = at.get(part, {})
        if at != value:
            return False
    return True


def listed(found):
    return {"apiVersion": "v1", "items": found, "kind": "List", "metadata": {"resourceVersion": ""}}


def show(call, kind, value):
    form = stage.one(call.flags, "output")
    each = value["items"] if value.get("kind") == "List" else [value]
    if form == "json":
        call.stage.out(pretty(value))
    elif form == "name":
        call.stage.out("".join(f"{kind[:-1]}/{one['metadata']['name']}\n" for one in each))
    elif form.startswith("jsonpath="):
        call.stage.out(jsonpath(form.partition("=")[2], each[0]))
    elif not each:
        call.stage.err(f"No resources found in {call.namespace} namespace.\n")
    else:
        call.stage.out("NAME\n" + "".join(one["metadata"]["name"] + "\n" for one in each))
    return 0


def jsonpath(path, one):
    """The few that are in use: of services."""
    port = re.fullmatch(r"\{\.spec\.ports\[(?:\?\(@\.port==(\d+)\)|(\d+))\]\.nodePort\}", path)
    if port:
        ports = one["spec"]["ports"]
        chosen = [p for p in ports if str(p["port"]) == port[1]] if port[1] else ports[int(port[2]):][:1]
        return str(chosen[0].get("nodePort", "")) if chosen else ""
    for part in re.fullmatch(r"\{(.*)\}", path)[1].strip(".").split("."):
        one = one.get(part, "")
    return str(one)


def watch(call, found):
    """The recorded one, then each line that a test appends to objects/watched.jsonl."""
    if not stage.on(call.flags, "watch-only"):
        for one in found:
            call.stage.out(pretty(one))
    if call.words[0].startswith("ev"):
        call.stage.out(stage.text("kubectl-events-watch"))
    told = 0
    while not world.is_gone() and world.wanted(["watch"], call.name) != "end":
        try:
            with open(world.path("objects", "watched.jsonl"), encoding="utf-8") as file:
                lines = file.read().splitlines()
        except OSError:
            lines = []
        for line in lines[told:]:
            call.stage.out(pretty(json.loads(line)))
        told = len(lines)
        time.sleep(0.03)
    return 0


def get_raw(call):
    where = stage.one(call.flags, "raw")
    minor = int(call.profile["kubernetes"].split(".")[1])
    deployment = {"name": "deployments", "namespaced": True, "kind": "Deployment"}
    ingress = {"name": "ingresses", "namespaced": True, "kind": "Ingress"}
    answers = {
        "/healthz": "ok", "/version": json.dumps({"gitVersion": call.profile["kubernetes"]}),
        **({"/readyz": "ok", "/livez": "ok"} if minor >= 16 else {}),
        **({"/apis/extensions/v1beta1": json.dumps({
            "kind": "APIResourceList", "groupVersion": "extensions/v1beta1",
            "resources": [ingress] + ([deployment] if minor < 16 else [])})} if minor < 22 else {}),
    }
    if where not in answers:
        return call.stage.replay("kubectl-readyz-on-1.15")
    call.stage.out(answers[where])
    return 0


# -- the others

def version(call):
    client = stage.data("kubectl-version-client")
    if stage.on(call.flags, "client"):
        return call.stage.replay("kubectl-version-client")
    code = refused(call)
    if code is not None:
        call.stage.out(pretty(client, 2))
        return code
    told = stage.data("kubectl-version")
    kubernetes = call.profile["kubernetes"]
    minor = kubernetes.split(".")[1]
    told["serverVersion"].update(gitVersion=kubernetes, minor=minor)
    call.stage.out(pretty(told, 2))
    if abs(int(minor) - 32) > 1:
        call.stage.err(stage.text("kubectl-version", errors=True).replace("1.15", "1." + minor))
    return 0


def config(call):
    verb = call.words[0]
    if verb == "current-context":
        now = world.context()
        (call.stage.out if now else call.stage.err)(f"{now}\n" if now else "error: current-context is not set\n")
        return 0 if now else 1
    if verb == "get-contexts":
        call.stage.out("".join(one["name"] + "\n" for one in world.profiles()))
        return 0
    if verb == "view":
        if call.profile is None:
            return missing_context(call)
        call.stage.out(objects.kubeconfig(call.profile))
        return 0
    if verb in ("use-context", "set-context"):
        world.set_context(call.words[1])
        call.stage.out(f'Switched to context "{call.words[1]}".\n')
        return 0
    return stage.unknown("kubectl", call.arguments, f'error: unknown command "{verb}"\n', 1)


def api_versions(call):
    minor = int(call.profile["kubernetes"].split(".")[1])
    gone = {"extensions/v1beta1": 22, "apps/v1beta1": 16, "apps/v1beta2": 16, "networking.k8s.io/v1beta1": 22,
            "rbac.authorization.k8s.io/v1beta1": 22}
    kept = [line for line in stage.text("kubectl-api-versions").splitlines() if minor < gone.get(line, 1000)]
    call.stage.out("".join(line + "\n" for line in kept))
    return 0


def rollout(call):
    name = call.words[-1].split("/")[-1]
    known = {"dispatch-image-manager": "wait", "dispatch-function-manager": "deadline"}
    has_tiller = world.wanted(["releases"], call.name) != "no-tiller"
    is_there = (name == "tiller-deploy" and has_tiller) or (call.profile["dispatch"] and name.startswith("dispatch-"))
    if not is_there:
        return not_found(call, "deployments", name)
    stem = "kubectl-rollout-" + known.get(name, "ok")
    call.stage.out(stage.text(stem).replace("dispatch-api-manager", name))
    call.stage.err(stage.text(stem, errors=True))
    return stage.exit_code(stem)


def can_i(call):
    is_allowed = world.wanted(["can-i"], call.name) != "no"
    call.stage.out("yes\n" if is_allowed else "no\n")
    return 0 if is_allowed else 1


def top(call):
    if not call.profile["addons"].get("metrics-server"):
        return call.stage.replay("kubectl-top")
    call.stage.out("NAME CPU(cores) MEMORY(bytes)\n")
    return 0


def delete(call):
    kind, *names = call.words[0].split("/") + [word for word in call.words[1:] if word not in ("tls", "generic")]
    kind = objects.resource(kind)
    there = {one["metadata"]["name"]: one["metadata"].get("namespace", "") for one in objects.of(kind, call.profile)
             if not objects.RESOURCES[kind][1] or one["metadata"].get("namespace") == call.namespace}
    for name in names:
        if name not in there:
            return 0 if stage.on(call.flags, "ignore-not-found") else not_found(call, kind, name)
        objects.forget(kind, there[name], name)
        call.stage.out(f'{kind[:-1]} "{name}" deleted\n')
    return 0


def create(call):
    kind, *more = call.words or ["objects"]
    call.stage.out(f"{kind}/{more[-1] if more else 'all'} created\n")
    return 0


def port_forward(call):
    import kubectlforward  # only then, for the sake of a quick start
    return kubectlforward.run(call)


def missing_context(call):
    call.stage.err(stage.text("kubectl-context-missing", errors=True).replace("nosuch", call.name))
    return stage.exit_code("kubectl-context-missing")


def refused(call):
    """When nobody answers: the exit code."""
    if call.profile is None:
        return missing_context(call)
    if call.profile["state"] in world.ANSWERING:
        return None
    stem = "kubectl-refused-healthz" if "raw" in call.flags else "kubectl-refused"
    call.stage.err(stage.text(stem, errors=True))
    return stage.exit_code(stem)


GET_KEYS = {"pods": "pods", "events": "events", "nodes": "nodes", "namespaces": "namespaces", "services": "services",
            "deployments": "deployments", "storageclasses": "storageclasses"}
# The words of a command, what it is called in a scenario, its recordings, and whether it needs a cluster.
COMMANDS = {
    ("get",): (get, ("get",), (), True),
    ("logs",): (kubectllogs.logs, ("kubectl-logs", "logs"), ("kubectl-logs-",), True),
    ("version",): (version, ("kubectl-version",), ("kubectl-version-",), False),
    ("config",): (config, ("kubectl-config",), ("kubectl-config-",), False),
    ("api-versions",): (api_versions, ("api-versions",), (), True),
    ("rollout", "status"): (rollout, ("rollout",), ("kubectl-rollout-",), True),
    ("auth", "can-i"): (can_i, ("auth",), (), True),
    ("top",): (top, ("top",), (), True),
    ("delete",): (delete, ("kubectl-delete",), (), True),
    ("create",): (create, ("kubectl-create",), (), True),
    ("apply",): (create, ("kubectl-apply",), (), True),
    ("patch",): (create, ("kubectl-patch",), (), True),
    ("port-forward",): (port_forward, ("portforward",), (), True),
}


def keys_of_get(words, flags):
    kind = "healthz" if "raw" in flags else objects.resource(words[1].split("/")[0]) if len(words) > 1 else "get"
    # how the recordings call it
    return (kind, "get"), (f"kubectl-get-{kind}-", f"kubectl-{kind}-", f"kubectl-get-{kind[:-1]}-", "kubectl-")


def run(arguments):
    is_logs = "logs" in arguments
    words, flags, odd = stage.parse(arguments, LOGS_VALUED if is_logs else VALUED, LOGS_PLAIN if is_logs else PLAIN)
    found = next((key for size in (2, 1) for key in [tuple(words[:size])] if key in COMMANDS), None)
    if found is None or odd:
        said = f"error: unknown flag: {odd}\n" if odd else f'error: unknown command "{" ".join(words)}" for "kubectl"\n'
        stage.unknown("kubectl", arguments, said, 1)
    perform, keys, prefixes, needs_cluster = COMMANDS[found]
    if found == ("get",):
        keys, prefixes = keys_of_get(words, flags)
    name = stage.one(flags, "context") or world.context()
    call = SimpleNamespace(words=words[len(found):], flags=flags, name=name, profile=world.profile(name),
                           stage=stage.Stage(keys, name), arguments=arguments,
                           namespace=stage.one(flags, "namespace", "default"))
    code = stage.general_fault(call.stage, prefixes, call.profile or {"name": name})
    if code is None and needs_cluster:
        code = refused(call)
    return perform(call) if code is None else code
