# SPDX-License-Identifier: Apache-2.0
"""The objects of a stand-in cluster: recorded ones, some more made of them, and those a test adds in its state."""

import copy
import os

import minikubelists as lists
import minikubestart as starting
import stage
import world

OWN_NAMESPACES = ("default", "kube-node-lease", "kube-public", "kube-system")
DISPATCH_NAMESPACES = ("dispatch", "kong", "openfaas", "zookeeper")
STAMP = "2026-03-02T09:05:00Z"
SYSTEM_PODS = ("coredns-5d4dd4b4db-8x7kp", "etcd-minikube", "kube-apiserver-minikube", "kube-proxy-h2l4k",
               "storage-provisioner", "tiller-deploy-6b9c8f7d5-5k2vn")


def named(kind, name, namespace="", version="v1", **more):
    meta = {"creationTimestamp": STAMP, "name": name, **({"namespace": namespace} if namespace else {})}
    return {"apiVersion": version, "kind": kind, "metadata": meta, **more}


def items(stem, profile):
    return stage.data(stem)["items"] if profile["dispatch"] else []


def pods(profile):
    known = stage.data("kubectl-get-pods-dispatch")["items"]
    system = []
    for name in SYSTEM_PODS:
        pod = copy.deepcopy(known[0])
        app = name.split("-")[0]
        pod["metadata"].update(name=name, namespace="kube-system", labels={"k8s-app": app}, ownerReferences=[],
                               uid="uid-of-" + name, selfLink="/api/v1/namespaces/kube-system/pods/" + name)
        pod["spec"]["containers"][0]["name"] = pod["status"]["containerStatuses"][0]["name"] = app
        system.append(pod)
    return (known if profile["dispatch"] else []) + system


def nodes(profile):
    pattern = stage.data("kubectl-get-nodes")["items"][0]
    found = []
    for name, address in lists.nodes(profile):
        node = copy.deepcopy(pattern)
        node["metadata"]["name"] = name
        if profile["name"] != "minikube" or profile["kubernetes"] != "v1.15.12":
            node["status"]["addresses"] = [{"address": address, "type": "InternalIP"}, {"address": name, "type": "Hostname"}]
        node["status"]["nodeInfo"].update(kubeletVersion=profile["kubernetes"], kubeProxyVersion=profile["kubernetes"])
        found.append(node)
    return found


def namespaces(profile):
    active = {"spec": {"finalizers": ["kubernetes"]}, "status": {"phase": "Active"}}
    own = [named("Namespace", name, **active) for name in OWN_NAMESPACES]
    more = [named("Namespace", name, **active) for name in DISPATCH_NAMESPACES if name != "dispatch"]
    return own + ([stage.data("kubectl-get-ns-dispatch"), *more] if profile["dispatch"] else [])


def services(profile):
    found = []
    for i, one in enumerate(lists.service_entries(profile)):
        ports = [{"name": name.split("/")[0], "port": int(name.split("/")[1]), "nodePort": int(url.rsplit(":", 1)[1]),
                  "protocol": "TCP"} for name, url in zip(one["PortNames"], one["URLs"])]
        spec = {"clusterIP": f"10.96.0.{i + 1}", "ports": ports or [{"port": 80, "protocol": "TCP"}],
                "type": "NodePort" if ports else "ClusterIP"}
        found.append(named("Service", one["Name"], one["Namespace"], spec=spec))
    return found


def storage_classes(profile):
    if not profile["addons"].get("default-storageclass"):
        return []
    one = named("StorageClass", "standard", version="storage.k8s.io/v1", provisioner="k8s.io/minikube-hostpath")
    one["metadata"]["annotations"] = {"storageclass.kubernetes.io/is-default-class": "true"}
    return [one]


# resource: its plural, what makes it, and whether it lies in namespaces
RESOURCES = {
    "pods": (pods, True),
    "events": (lambda profile: items("kubectl-get-events-dispatch", profile), True),
    "nodes": (nodes, False),
    "namespaces": (namespaces, False),
    "services": (services, True),
    "deployments": (lambda profile: items("kubectl-get-deployments", profile), True),
    "storageclasses": (storage_classes, False),
    "secrets": (lambda profile: [], True),
    "serviceaccounts": (lambda profile: [], True),
}
GROUPS = {"deployments": "deployments.apps", "storageclasses": "storageclasses.storage.k8s.io"}
ALIASES = {"pod": "pods", "po": "pods", "event": "events", "ev": "events", "node": "nodes", "no": "nodes",
           "namespace": "namespaces", "ns": "namespaces", "service": "services", "svc": "services",
           "deployment": "deployments", "deploy": "deployments", "deployments.apps": "deployments",
           "storageclass": "storageclasses", "sc": "storageclasses", "secret": "secrets",
           "serviceaccount": "serviceaccounts", "sa": "serviceaccounts"}


def resource(word):
    word = word.lower()
    return ALIASES.get(word, word)


def of(kind, profile):
    """The recorded ones, then those of the test; one of the test replaces a recorded one of the same name."""
    added = world.read(os.path.join("objects", kind + ".json"), [])
    place = lambda one: (one["metadata"].get("namespace", ""), one["metadata"]["name"])
    gone = set(map(tuple, world.read(os.path.join("objects", "gone.json"), {}).get(kind, [])))
    instead = {place(one) for one in added}
    own = [one for one in RESOURCES[kind][0](profile) if place(one) not in instead]
    return [one for one in own + added if place(one) not in gone]


def forget(kind, namespace, name):
    os.makedirs(world.path("objects"), exist_ok=True)
    gone = world.read(os.path.join("objects", "gone.json"), {})
    gone.setdefault(kind, []).append([namespace, name])
    world.write(os.path.join("objects", "gone.json"), gone)


def kubeconfig(profile):
    return starting.kubeconfig_of(profile)
