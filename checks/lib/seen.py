"""What each container of the stack is like: by its engine, by the kernel, and by a look from within."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from lib import docker, stack

# One shell in each container, that of its own user, collects all; a part begins with a line `=name`.
LOOK = r"""
part() { printf '\n=%s\n' "$1"; }
part status; cat /proc/1/status
part environment; tr '\0' '\n' </proc/1/environ
part mounts; cat /proc/1/mounts
part setuid; find / -xdev -perm /6000 -type f 2>/dev/null
part secrets; ls -ln /run/secrets 2>/dev/null
part passwords; for file in /run/secrets/*; do [ ! -f "$file" ] || { cat "$file"; echo; }; done
part sockets; cat /proc/net/tcp /proc/net/tcp6
part routes; cat /proc/net/route
part processes; cat /proc/[0-9]*/comm
part namespaces; for kind in ipc mnt net pid uts; do readlink "/proc/1/ns/$kind"; done
part memory; cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null
part pids; cat /sys/fs/cgroup/pids.max /sys/fs/cgroup/pids/pids.max 2>/dev/null
part cpu; cd /sys/fs/cgroup; cat cpu.max 2>/dev/null || cat cpu/cpu.cfs_quota_us cpu/cpu.cfs_period_us
part tools; for tool in curl wget gcc mvn javac git nc apt dpkg perl tar openssl; do command -v $tool; done
part written; for folder in / /etc /usr /usr/bin /opt /var /run /millrace; do
    (: >"$folder/.written") 2>/dev/null && echo "$folder" && rm "$folder/.written"
done
part end
"""


@dataclass
class Seen:
    """One container of the stack."""

    task: stack.Task
    container: docker.Container
    parts: dict
    image: dict
    history: str

    @property
    def name(self):
        return f"{self.task.service} at {self.task.node}"

    def lines(self, part):
        return self.parts[part].split("\n") if self.parts[part] else []

    def status(self, field):
        return re.search(rf"^{field}:\s*(.*)$", self.parts["status"], re.M)[1]

    def mounts(self):
        """(kind, place, options) of each."""
        return [(words[2], words[1], words[3].split(",")) for words in map(str.split, self.lines("mounts"))]

    def listening(self):
        """Ports on which it can be asked by others, so without the engine's own name server at 127.0.0.11."""
        found = [words for words in map(str.split, self.lines("sockets")) if len(words) > 3 and words[3] == "0A"]
        sockets = [words[1].split(":") for words in found]
        return {int(port, 16) for address, port in sockets if not address.endswith("7F")}

    def has_way_out(self):
        return any(words[1] == "00000000" for words in map(str.split, self.lines("routes")) if len(words) > 1)

    @property
    def ours(self):
        return self.task.service in docker.FUNCTIONS


def look(task):
    """None when it ended meanwhile."""
    try:
        container, said = task.look(), task.sh(LOOK)
        image = container.state["Image"]
        config = json.loads(task.docker("image", "inspect", image))[0]
        history = task.docker("history", "--no-trunc", "--format", "{{.CreatedBy}}", image)
    except RuntimeError:
        return None
    parts = {name: text.strip() for name, text in re.findall(r"^=(\w+)\n(.*?)(?=\n=|\Z)", said, re.S | re.M)}
    return Seen(task, container, parts, config, history) if "end" in parts else None


def look_at(tasks):
    """What was seen of each; None of one that ended meanwhile."""
    with ThreadPoolExecutor(6) as pool:
        return list(pool.map(look, tasks))
