"""The stack's containers one by one, against what is wanted of each: who breaks a rule, by name."""

import re

from lib import stack

# On which ports a service may be asked; the engine's own name server is not counted.
PORTS = {"ingest": {5000}, "clean": {6100}, "train": {7000}, "predict": {8000}, "postgres": {5432}}
PORTS |= {f"kafka-{n}": {9092, 9093} for n in (1, 2, 3)} | {"gateway": {8080, 8082}, "engine-reader": {2375}}
# A broker's, where its image is that of observability/kafka.
EXPORTER = 9404
# The secret files of each service's containers, and their owner; others have none.
OWNED = {"postgres": ("database_owner", 999)}
OWNED |= {name: (f"{name}_database", 1001) for name in ("clean", "train", "predict")}
# What may be changed on a disk: the volumes of docker-stack.yml.
KEPT = {"postgres": {"/var/lib/postgresql"}} | {f"kafka-{n}": {"/var/lib/kafka/data"} for n in (1, 2, 3)}
SOCKET = re.compile(r"(docker|containerd)\.sock$")
# A value that looks like a secret, in what an image says of itself.
SECRET = re.compile(r"(password|passwd|secret|token|credential|api_?key)\w*\s*[=:]\s*\S+", re.I)


def breaking(seen, rule):
    return sorted({each.name for each in seen if not rule(each)})


def own_user(each):
    declared = each.container.state["Config"]["User"]
    return declared.partition(":")[0] not in ("", "0", "root") and "0" not in each.status("Uid").split()


def no_capabilities(each):
    dropped = each.container.host["CapDrop"] == ["ALL"] and not each.container.host["CapAdd"]
    return dropped and all(int(each.status(f"Cap{kind}"), 16) == 0 for kind in ("Eff", "Prm", "Bnd", "Inh", "Amb"))


def no_new_privileges(each):
    return each.status("NoNewPrivs") == "1"


def filtered(each):
    return each.status("Seccomp") == "2" and "unconfined" not in str(each.container.host["SecurityOpt"])


def read_only_root(each):
    root = [options for _, place, options in each.mounts() if place == "/"]
    return each.container.host["ReadonlyRootfs"] and "ro" in root[-1] and not each.lines("written")


def small_writes(each):
    """Besides the declared volumes, only memory can be written to, and nothing there can be run."""
    written = {(kind, place): options for kind, place, options in each.mounts() if "rw" in options and at_home(place)}
    on_disk = {place for kind, place in written if kind != "tmpfs"}
    safe = all({"nosuid", "nodev", "noexec"} <= set(o) for (kind, _), o in written.items() if kind == "tmpfs")
    return on_disk == KEPT.get(each.task.service, set()) and safe


def at_home(place):
    return not re.match(r"/(dev|proc|sys)(/|$)", place) or place == "/dev/shm"


def no_setuid(each):
    """None in our images; those in other people's are of no effect, because nothing can gain rights."""
    return not each.lines("setuid") or (not each.ours and no_new_privileges(each) and no_capabilities(each))


def limited(each, limit, part):
    """The engine says it, and the kernel has the same number."""
    wanted, found = each.container.host[limit], each.parts[part].split()
    if limit == "NanoCpus":
        return wanted > 0 and int(found[0]) / int(found[1]) * 1e9 == wanted
    return wanted > 0 and int(found[0]) == wanted


def memory_limited(each):
    return limited(each, "Memory", "memory")


def cpu_limited(each):
    return limited(each, "NanoCpus", "cpu")


def processes_limited(each):
    return limited(each, "PidsLimit", "pids")


def not_of_the_host(mode):
    return lambda each: not re.match("host|container:", each.container.host[mode] or "")


def own_namespaces(seen):
    """By the kernel's numbers: no two containers of a node share one."""
    counted = {}
    for each in seen:
        for namespace in each.lines("namespaces"):
            counted.setdefault((each.task.node, namespace), []).append(each.name)
    return {namespace[1]: names for namespace, names in counted.items() if len(names) > 1}


def no_socket(each):
    return not any(SOCKET.search(place) for _, place, _ in each.mounts())


def only_its_ports(each):
    exporter = {EXPORTER} if each.task.service.startswith("kafka-") else set()
    return each.listening() - exporter == PORTS[each.task.service]


def healthy(each):
    return each.container.state["State"].get("Health", {}).get("Status") == "healthy"


def own_secrets(each):
    """Those of its service, for its user alone."""
    files = [line.split() for line in each.lines("secrets")[1:]]
    role, user = OWNED.get(each.task.service, ("", 0))
    wanted = [["-r--------", str(user), str(user), f"millrace_{role}_password"]] if role else []
    return [[words[0], words[2], words[3], words[-1]] for words in files] == wanted


def passwords(seen):
    return {word for each in seen for word in each.lines("passwords")}


def leaks(seen):
    """Where a password can be read: settings, environments, histories, logs."""
    texts = {"the services' settings": str(stack.inspected("service", "stack", "services", stack.NAME))}
    for each in seen:
        said = each.task.logs(2000)
        texts |= {
            f"settings of {each.name}": str(each.container.state),
            f"environment of {each.name}": each.parts["environment"],
            f"image of {each.name}": str(each.image) + each.history,
            f"log of {each.name}": said,
        }
    return sorted(where for where, text in texts.items() if any(word in text for word in passwords(seen)))


def told_by_images(seen):
    """What looks like a secret in the history, the environment or the labels of an image of ours."""
    ours = {each.image["Id"]: each for each in seen if each.ours}
    texts = [line for each in ours.values() for line in each.history.splitlines()]
    for each in ours.values():
        texts += each.image["Config"]["Env"] + [f"{k}={v}" for k, v in (each.image["Config"]["Labels"] or {}).items()]
    return [text for text in texts if SECRET.search(text)]


def hardened(figures, seen):
    figures.part(f"{len(seen)} containers, from within, by their kernel and by their engine")

    def without(what, rule, among=seen):
        figures.equal(f"without {what}", breaking(among, rule), [])

    without("a user of its own", own_user)
    without("empty sets of capabilities, all five", no_capabilities)
    without("NoNewPrivs 1", no_new_privileges)
    without("a filter of system calls", filtered)
    without("a read-only root, tried", read_only_root)
    without("writes only to memory and its declared volume", small_writes)
    without("setuid files being absent, or of no effect", no_setuid)
    without("a limit of memory, the same in the kernel", memory_limited)
    without("a limit of processors, the same in the kernel", cpu_limited)
    without("a limit of processes, the same in the kernel", processes_limited)
    for mode in ("NetworkMode", "PidMode", "IpcMode", "UTSMode", "UsernsMode"):
        without(f"a {mode} of its own", not_of_the_host(mode))
    figures.equal("namespaces that two containers share", own_namespaces(seen), {})
    without("privileges of the engine's --privileged", lambda each: not each.container.host["Privileged"])
    readers = [each for each in seen if each.task.service == "engine-reader"]
    without("distance to the engine's socket, but engine-reader", no_socket, [e for e in seen if e not in readers])
    without("its own ports alone", only_its_ports)
    without("a health check that passes", healthy)
    figures.part("secrets")
    without("its own secrets alone, for its user alone", own_secrets)
    figures.equal("passwords that were seen, each another", len(passwords(seen)), len(OWNED))
    figures.equal("places where one of them can be read", leaks(seen), [])
    figures.equal("what looks like a secret in our images", told_by_images(seen), [])
    setuid = {each.task.image: len(each.lines("setuid")) for each in seen if each.lines("setuid")}
    figures.note(f"setuid and setgid files, which have no effect: {setuid or 'none'}")
