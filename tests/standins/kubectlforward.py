# SPDX-License-Identifier: Apache-2.0
"""kubectl port-forward: it really listens, and answers each client with a small page of its own."""

import select
import socket

import kubectlobjects as objects
import stage
import world

PAGE = b"stand-in\n"
REPLY = (b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
         % (len(PAGE), PAGE))
LOST = "error: lost connection to pod\n"


def refusal(call):
    """Why this cannot be forwarded to: words, or none."""
    kind, _, name = call.words[0].rpartition("/")
    kind = objects.resource(kind or "pod")
    there = [one for one in objects.of(kind, call.profile) if one["metadata"]["name"] == name
             and one["metadata"].get("namespace") == call.namespace]
    if not there:
        return f'Error from server (NotFound): {objects.GROUPS.get(kind, kind)} "{name}" not found\n'
    phase = there[0].get("status", {}).get("phase", "Running")
    if phase != "Running":
        return f"error: unable to forward port because pod is not running. Current status={phase}\n"
    return ""


def listener(address, port):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    one = socket.socket(family)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        if family == socket.AF_INET6:
            one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        one.bind((address, port))
        one.listen(16)
    except OSError:
        one.close()
        return None
    return one


def open_all(call):
    """The listeners with where they lead to; words when a port is taken."""
    addresses = stage.one(call.flags, "address", "127.0.0.1,::1").replace("localhost", "127.0.0.1").split(",")
    opened = []
    for pair in call.words[1:]:
        local, _, remote = pair.rpartition(":")
        wish = int(local or (0 if ":" in pair else remote))
        port = wish
        for address in addresses:
            one = listener(address, port)
            if one is not None:
                port = one.getsockname()[1]
                opened.append((one, remote))
            elif address == addresses[0]:
                return [], busy(wish, remote)
    return opened, ""


def busy(port, remote):
    return stage.text("kubectl-port-forward-busy", errors=True).replace("48133", str(port)).replace(
        "{" + f"{port} 80" + "}", "{" + f"{port} {remote}" + "}")


def run(call):
    fault = world.wanted(["portforward"], call.name)
    stem = "kubectl-port-forward-" + fault
    said = stage.text(stem, errors=True) if fault in ("pending", "notfound") else refusal(call)
    opened = []
    if fault == "busy":
        local = call.words[1].split(":")[0] or "48133"
        said = busy(int(local), call.words[1].split(":")[-1])
    if not said:
        opened, said = open_all(call)
    if said:
        call.stage.err(said)
        return 1
    stage.on_interrupt("kubectl", lambda: None)
    for one, remote in opened:
        address, port = one.getsockname()[:2]
        call.stage.out(f"Forwarding from {f'[{address}]' if ':' in address else address}:{port} -> {remote}\n")
    return serve(call, [one for one, _remote in opened])


def serve(call, listeners):
    while not world.is_gone():
        if world.wanted(["portforward"], call.name) == "lost":
            call.stage.err(LOST)
            return 1
        profile = world.profile(call.name)
        if not profile or profile["state"] not in world.ANSWERING:
            call.stage.err(LOST)
            return 1
        for one in select.select(listeners, [], [], 0.05)[0]:
            client, _address = one.accept()
            call.stage.out(f"Handling connection for {one.getsockname()[1]}\n")
            client.settimeout(2)
            try:
                client.recv(64 * 1024)
                client.sendall(REPLY)
            except OSError:
                pass
            client.close()
    return 0
