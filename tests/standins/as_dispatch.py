# SPDX-License-Identifier: Apache-2.0
"""dispatch v0.1.24, as far as installing goes."""

import json
import os
import re
import shutil
from types import SimpleNamespace

import stage
import world

VALUED = stage.named("--file -f,--service -s,--destination -d,--charts-dir,--timeout -t,--tiller-namespace,--config,"
                     "--namespace,--output -o,--host,--port")
PLAIN = stage.named("--dry-run,--single-namespace,--ignore-helm-check,--debug,--keep-namespaces,--remove-cert-files,"
                    "--json")
SERVICES = ("certs", "ingress", "postgres", "api-gateway", "kafka", "rabbitmq", "docker-registry", "dispatch", "zookeeper",
            "openfaas", "riff", "kubeless", "jaeger")
NEWEST_KUBERNETES = 15
HOST = re.compile(r"^\s+[\"']?host[\"']?:\s*[\"']?([^\s\"'#]+)", re.MULTILINE)


def install_file(call):
    """Its text and, when it is no good, the recording that says so."""
    try:
        with open(stage.one(call.flags, "file"), encoding="utf-8") as file:
            text = file.read()
    except OSError:
        return "", "fail-no-file"
    if text.count("{") != text.count("}") or text.count("[") != text.count("]"):
        return text, "fail-bad-yaml"
    return text, "" if HOST.search(text) else "fail-no-host"


def obstacle(call):
    """What stops the installer, in the order in which it finds out."""
    is_up = call.profile is not None and call.profile["state"] in world.ANSWERING
    releases = world.wanted(["releases"], call.name)
    checks = (
        (shutil.which("helm") is None, "fail-no-helm"),
        (world.wanted(["helm"]) in ("3", "4"), "fail-helm3"),
        (not is_up, "fail-helm-refused"),
        (releases == "no-tiller", "fail-no-tiller"),
        (releases == "warning" and not stage.on(call.flags, "ignore-helm-check"), "fail-helm-warning"),
        (releases == "recorded" and not stage.on(call.flags, "ignore-helm-check"), "fail-failed-release"),
        (is_up and not stage.on(call.flags, "dry-run")
         and int(call.profile["kubernetes"].split(".")[1]) > NEWEST_KUBERNETES, "fail-k8s-too-new"),
    )
    return next((name for applies, name in checks if applies), "")


def kind_of_install(call):
    services = call.flags.get("service", [])
    if any(one.removeprefix("no-") not in SERVICES for one in services):
        return "unknown-service"
    if stage.on(call.flags, "dry-run"):
        return "dry-run" if call.profile["dispatch"] else "dry-run-fresh-cluster"
    if services and not services[0].startswith("no-"):
        return "partial"
    return "chartsdir" if "charts-dir" in call.flags else "ok"


def install(call):
    text, wrong = install_file(call)
    fault = world.wanted(["install"], call.name)
    if fault.startswith(("fail-", "unknown-", "partial", "dry-run")):
        wrong = fault
    stem = "dispatch-install-" + (wrong or obstacle(call) or kind_of_install(call))
    file = os.path.join(folder_of(call), "config.json")
    host = HOST.search(text)[1] if HOST.search(text) else "192.168.49.2"
    files = {"bad.yaml": stage.one(call.flags, "file"), "nosuch.yaml": stage.one(call.flags, "file"),
             "192.168.49.2": host, "192-168-49-2": host.replace(".", "-"), "/home/user/.dispatch/config.json": file,
             "localcharts": stage.one(call.flags, "charts-dir")}
    for line in told(stage.text(stem), files).splitlines(keepends=True):
        call.stage.line(line)
    call.stage.err(told(stage.text(stem, errors=True), files))
    if "Config file written" in stage.text(stem):
        write_config(file, host, stem != "dispatch-install-partial" and "unknown" not in stem)
        if call.profile and stem in ("dispatch-install-ok", "dispatch-install-chartsdir"):
            world.change(call.name, dispatch=True)
    return stage.exit_code(stem)


def told(text, others):
    for old, new in others.items():
        text = text.replace(old, new)
    return text


def folder_of(call):
    return stage.one(call.flags, "destination") or os.path.join(os.environ.get("HOME", "/"), ".dispatch")


def write_config(file, host, has_ports):
    """An existing one is merged: other contexts stay."""
    said = stage.data("dispatch-cli-config")
    context = {**said["contexts"]["192-168-49-2"], "host": host}
    if not has_ports:
        for key in ("api-https-port", "api-http-port"):
            del context[key]
    try:
        with open(file, encoding="utf-8") as now:
            known = json.load(now).get("contexts", {})
    except (OSError, ValueError):
        known = {}
    name = host.replace(".", "-")
    world.write_file(file, json.dumps({"current": name, "contexts": {**known, name: context}}, indent=4))


def uninstall(call):
    for line in stage.text("dispatch-uninstall").splitlines(keepends=True):
        if not (stage.on(call.flags, "keep-namespaces") and line.startswith("Removing namespace")):
            call.stage.line(line)
    if call.profile and not stage.on(call.flags, "dry-run"):
        world.change(call.name, dispatch=False)
    return stage.exit_code("dispatch-uninstall")


def version(call):
    call.stage.out("Client: v0.1.24\n")
    return 0


COMMANDS = {"install": (install, ()), "uninstall": (uninstall, ("dispatch-uninstall-",)), "version": (version, ())}


def run(arguments):
    words, flags, odd = stage.parse(arguments, VALUED, PLAIN)
    if odd or not words or words[0] not in COMMANDS:
        what = f"unknown flag: {odd}" if odd else f'unknown command "{" ".join(words)}" for "dispatch"'
        stage.unknown("dispatch", arguments, f"Error: {what}\n", 1)
    perform, prefixes = COMMANDS[words[0]]
    key = "dispatch-version" if words[0] == "version" else words[0]
    name = world.context()
    call = SimpleNamespace(words=words[1:], flags=flags, name=name, profile=world.profile(name),
                           stage=stage.Stage((key,), name))
    code = stage.general_fault(call.stage, prefixes, call.profile or {"name": name})
    return perform(call) if code is None else code
