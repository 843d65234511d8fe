# SPDX-License-Identifier: Apache-2.0
"""helm 2.17, 3.21 or 4.2, as the scenario says (helm=2, the default, 3 or 4)."""

import os
from types import SimpleNamespace

import stage
import world

VALUED = stage.named("--kube-context,--kubeconfig,--namespace -n,--output -o,--tiller-namespace,--repo,--version,"
                     "--destination -d,--set,--timeout,--values -f,--service-account,--tiller-image,--home,--max -m,"
                     "--untardir,--tiller-connection-timeout,--template,--username,--password")
PLAIN = stage.named("--short,--client -c,--all -a,--all-namespaces -A,--failed,--deployed,--pending,--wait,--install -i,"
                    "--purge,--upgrade,--untar,--ignore-not-found,--debug,--force-update,--history,--server -s,-q")
ONLY_2 = ("tiller-namespace", "tiller-connection-timeout", "purge", "home", "service-account")
ONLY_3 = ("all-namespaces",)
RELEASES = (("api-gateway", "kong", "kong-0.1.1", "0.11.1"), ("dispatch", "dispatch", "dispatch-0.1.24", ""),
            ("docker-registry", "dispatch", "docker-registry-1.4.2", "2.6.2"),
            ("ingress", "kube-system", "nginx-ingress-1.41.3", "v0.34.1"),
            ("openfaas", "openfaas", "openfaas-1.0.20", ""), ("postgres", "dispatch", "postgresql-0.8.5", "9.6.2"),
            ("transport", "dispatch", "kafka-0.8.8", "4.0.1"), ("zookeeper", "zookeeper", "zookeeper-1.0.0", "3.4.10"))
LONG_VERSION = {
    2: '&version.Version{SemVer:"v2.17.0", GitCommit:"a690bad98af45b015bd3da1a41f6218b1a451dbe", GitTreeState:"clean"}',
    3: 'version.BuildInfo{Version:"v3.21.4", GitCommit:"813176c", GitTreeState:"clean", GoVersion:"go1.25.7"}',
    4: 'version.BuildInfo{Version:"v4.2.4", GitCommit:"813176c", GitTreeState:"clean", GoVersion:"go1.25.7"}',
}
HELM4_SHORT = "v4.2.4+g813176c"


def is_down(call):
    """The exit code when the cluster, or helm's half of it, does not answer."""
    if call.profile is None or call.profile["state"] not in world.ANSWERING:
        if call.major == 2:
            call.stage.err("Error: Get https://192.168.49.2:8443/api/v1/namespaces/kube-system/pods?labelSelector=app%3Dhelm"
                           "%2Cname%3Dtiller: dial tcp 192.168.49.2:8443: connect: connection refused\n")
            return 1
        return call.stage.replay("helm3-list-unreachable")
    fault = world.wanted(["releases"], call.name)
    if call.major == 2 and fault in ("no-tiller", "rbac"):
        return call.stage.replay("helm2-list-" + fault)
    return None


def version(call):
    is_short = stage.on(call.flags, "short")
    if call.major > 2:
        short = HELM4_SHORT + "\n" if call.major == 4 else stage.text("helm3-version-short")
        call.stage.out(short if is_short else LONG_VERSION[call.major] + "\n")
        return 0
    client, server = stage.text("helm2-version-short").splitlines(keepends=True) if is_short else (
        f"{side}: {LONG_VERSION[2]}\n" for side in ("Client", "Server"))
    call.stage.out(client)
    if stage.on(call.flags, "client"):
        return 0
    code = is_down(call)
    call.stage.out(server if code is None else "")
    return code or 0


def releases(call):
    if world.wanted(["releases"], call.name) == "recorded":
        return stage.data("helm3-list")
    rows = RELEASES if call.profile["dispatch"] else ()
    return [{"name": name, "namespace": namespace, "revision": "1", "updated": "2026-03-02 09:13:40.112233445 +0000 UTC",
             "status": "deployed", "chart": chart, "app_version": app} for name, namespace, chart, app in rows]


def as_helm2(one):
    return {"Name": one["name"], "Revision": 1, "Updated": "Mon Mar  2 09:13:40 2026",
            "Status": one["status"].upper().replace("-", "_"), "Chart": one["chart"], "AppVersion": one["app_version"],
            "Namespace": one["namespace"]}


def list_(call):
    code = is_down(call)
    if code is not None:
        return code
    fault = world.wanted(["releases"], call.name)
    if fault == "warning":
        call.stage.err(stage.text("helm2-repo-warning", errors=True))
    found = releases(call)
    if stage.on(call.flags, "failed"):
        found = [one for one in found if one["status"] == "failed"]
    if stage.on(call.flags, "short"):
        call.stage.out("".join(one["name"] + "\n" for one in found))
    elif stage.one(call.flags, "output") != "json":
        return stage.unknown("helm", call.arguments, "helm list: only json is known here\n", 1)
    elif call.major > 2:
        call.stage.out(stage.go_json(found) + "\n")
    elif fault == "recorded":
        call.stage.out(stage.text("helm2-list"))
    elif found:
        call.stage.out(stage.go_json({"Next": "", "Releases": [as_helm2(one) for one in found]}) + "\n")
    return 0


def status(call):
    code = is_down(call)
    if code is not None:
        return code
    one = next((one for one in releases(call) if one["name"] == call.words[0]), None)
    if one is None:
        if call.major > 2:
            return call.stage.replay("helm3-status-notfound")
        call.stage.err(f'Error: getting deployed release "{call.words[0]}": release: "{call.words[0]}" not found\n')
        return 1
    if one["status"] == "failed":
        return call.stage.replay("helm3-status-dispatch-failed")
    told = stage.data(f"helm{call.major}-status")
    told["name"] = one["name"]
    if call.major > 2:
        told["namespace"] = one["namespace"]
        told["info"]["status"] = one["status"]
    call.stage.out(stage.go_json(told) + "\n")
    return 0


def fetch(call):
    repo, chart = stage.one(call.flags, "repo"), call.words[0]
    if world.wanted(["helm-fetch"]) == "forbidden" or "kubernetes-charts.storage.googleapis.com" in repo:
        call.stage.err(f'Error: looks like "{repo}" is not a valid chart repository or cannot be reached: '
                       f"Failed to fetch {repo}/index.yaml : 403 Forbidden\n")
        return 1
    folder = stage.one(call.flags, "destination", ".")
    name = f"{chart.split('/')[-1]}-{stage.one(call.flags, 'version', '1.0.0')}.tgz"
    with open(os.path.join(folder, name), "wb") as file:
        file.write(b"stand-in chart\n")
    return 0


def repo(call):
    verb = call.words[0]
    if verb == "list" and stage.one(call.flags, "output") == "json":
        call.stage.out('[{"name":"stable","url":"https://charts.helm.sh/stable"}]\n')
    else:
        call.stage.out({"list": "NAME\tURL\nstable\thttps://charts.helm.sh/stable\n",
                        "add": f'"{(call.words + [""])[1]}" has been added to your repositories\n',
                        "update": "Update Complete.\n"}.get(verb, ""))
    return 0


def change(call):
    """What is not looked into: install, upgrade, delete and the like."""
    code = is_down(call)
    if code is not None:
        return code
    call.stage.out(f'release "{(call.words + ["all"])[0]}" done\n')
    return 0


COMMANDS = {
    "version": (version, "helm-version", ("helm2-version-", "helm3-version-")),
    "list": (list_, "releases", ()), "ls": (list_, "releases", ()),
    "status": (status, "helm-status", ("helm3-status-", "helm2-status-")),
    "fetch": (fetch, "helm-fetch", ()), "pull": (fetch, "helm-fetch", ()),
    "repo": (repo, "helm-repo", ()),
    "init": (change, "helm-init", ()), "upgrade": (change, "helm-upgrade", ()), "install": (change, "helm-install", ()),
    "delete": (change, "helm-delete", ()), "uninstall": (change, "helm-delete", ()),
}


def run(arguments):
    words, flags, odd = stage.parse(arguments, VALUED, PLAIN)
    major = int(world.wanted(["helm"]) or 2)
    wrong = next((flag for flag in (ONLY_3 if major == 2 else ONLY_2) if flag in flags), "")
    if wrong:
        stage.Stage().err(stage.text("helm3-unknown-flag", errors=True).replace("tiller-namespace", wrong))
        return stage.exit_code("helm3-unknown-flag")
    if odd or not words or words[0] not in COMMANDS:
        what = f"unknown flag: {odd}" if odd else f'unknown command "{" ".join(words)}" for "helm"'
        stage.unknown("helm", arguments, f"Error: {what}\n", 1)
    perform, key, prefixes = COMMANDS[words[0]]
    name = stage.one(flags, "kube-context") or world.context()
    call = SimpleNamespace(words=words[1:], flags=flags, name=name, profile=world.profile(name), major=major,
                           stage=stage.Stage((key,), name), arguments=arguments)
    code = stage.general_fault(call.stage, prefixes, call.profile or {"name": name})
    return perform(call) if code is None else code
