# SPDX-License-Identifier: Apache-2.0
"""kubectl logs: recorded lines, and more of them while somebody follows."""

import time

import kubectlobjects as objects
import stage
import world

LAST_WORDS = 'time="2026-03-02T09:14:18Z" level=fatal msg="cannot reach the transport, giving up"'
FOLLOWED_SINCE = 1772442900  # 2026-03-02T09:15:00Z
LOG_STEMS = {"identity-manager": "kubectl-logs-multi"}


def log_lines(pod, container):
    """Each with its stamp: those recorded, then those that somebody followed so far."""
    stem = LOG_STEMS.get(container, "kubectl-logs")
    lines = [(f"2026-03-02T09:14:18.00{str(i) * 7}Z", line) for i, line in enumerate(stage.text(stem).splitlines())]
    return lines + [later_line(count) for count in range(1, world.read(followed(pod, container), 0) + 1)]


def later_line(count):
    second = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(FOLLOWED_SINCE + count))
    return f"{second}.000000001Z", f'time="{second}Z" level=info msg="line {count} of those that follow"'


def followed(pod, container):
    return f"followed-{pod['metadata']['name']}-{container}"


def logs(call):
    name = call.words[0].split("/")[-1]
    pod = next((one for one in objects.of("pods", call.profile) if one["metadata"]["name"] == name
                and one["metadata"]["namespace"] == call.namespace), None)
    if pod is None:
        call.stage.err(f'error: error from server (NotFound): pods "{name}" not found in namespace "{call.namespace}"\n')
        return 1
    containers = [one["name"] for one in pod["spec"]["containers"]]
    asked = stage.one(call.flags, "container") or (call.words[1] if len(call.words) > 1 else "")
    if asked and asked not in containers:
        call.stage.err(f"error: container {asked} is not valid for pod {name}\n")
        return 1
    if not asked and len(containers) > 1 and not stage.on(call.flags, "all-containers"):
        call.stage.err(f'Defaulted container "{containers[0]}" out of: {", ".join(containers)}\n')
    chosen = containers if stage.on(call.flags, "all-containers") else [asked or containers[0]]
    for container in chosen:
        code = tell_logs(call, pod, container)
        if code:
            return code
    return follow(call, pod, chosen[0]) if stage.on(call.flags, "follow") else 0


def bad_request(call, why):
    call.stage.err(f"Error from server (BadRequest): {why}\n")
    return 1


def tell_logs(call, pod, container):
    name = pod["metadata"]["name"]
    status = next((one for one in pod["status"].get("containerStatuses", []) if one["name"] == container), {})
    is_previous = stage.on(call.flags, "previous")
    if is_previous and not status.get("lastState"):
        return bad_request(call, f'previous terminated container "{container}" in pod "{name}" not found')
    waiting = status.get("state", {}).get("waiting")
    if not is_previous and (waiting and not status.get("lastState") or not status):
        why = "trying and failing to pull image" if waiting and "Image" in waiting["reason"] else "ContainerCreating"
        return bad_request(call, f'container "{container}" in pod "{name}" is waiting to start: {why}')
    lines = log_lines(pod, container)
    if is_previous:
        lines = lines[:3] + [("2026-03-02T09:14:18.003333333Z", LAST_WORDS)]
    since = stage.one(call.flags, "since-time").rstrip("Z")
    lines = [(stamp, line) for stamp, line in lines if stamp >= since]
    tail = stage.one(call.flags, "tail", "-1")
    first = 0 if int(tail) < 0 else max(0, len(lines) - int(tail))
    for stamp, line in lines[first:]:
        call.stage.line(decorated(call, name, container, stamp, line), 0)
    return 0


def decorated(call, pod, container, stamp, line):
    before = f"[pod/{pod}/{container}] " if stage.on(call.flags, "prefix") else ""
    return before + (stamp + " " if stage.on(call.flags, "timestamps") else "") + line + "\n"


def follow(call, pod, container):
    """More lines at an interval, until the scenario says follow=end (0) or follow=lost (1)."""
    count = world.read(followed(pod, container), 0)
    while not world.is_gone():
        said = world.wanted(["follow"], call.name)
        if said in ("end", "lost"):
            call.stage.err("error: unexpected EOF\n" if said == "lost" else "")
            return int(said == "lost")
        count += 1
        call.stage.line(decorated(call, pod["metadata"]["name"], container, *later_line(count)),
                        world.setting("follow-delay", "STANDIN_FOLLOW_DELAY_MS", 50))
        world.write(followed(pod, container), count)
    return 0
