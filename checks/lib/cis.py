"""The CIS Docker Benchmark 1.6.0 on images (4), containers (5) and Swarm (7), line by line.

Titles are ours, and shorter. A line has a rule for each container, or for all at once, which is tried on what runs; or
a reason why it does not hold; with both, the reason says what the rule leaves out.
"""

import re
from dataclasses import dataclass

from lib import cis_rules as cis
from lib import hardening as rules
from lib.house import HOUSE


@dataclass
class Line:
    number: str
    title: str
    each: object = None
    all: object = None
    why: str = ""

    @property
    def held(self):
        return bool(self.each or self.all)

    def breakers(self, swarm):
        return rules.breaking(swarm.seen, self.each) if self.each else self.all(swarm)


THE_HOST = "the operator's: "
NO_DATABASE = "it needs a vulnerability database; meant for the CI of a repository, not done here and not faked"
LINES = [
    Line("4.1", "a user of its own", each=rules.own_user),
    Line("4.2", "trusted base images", all=cis.untrusted),
    Line(
        "4.3",
        "no unnecessary packages",
        each=cis.without_tools,
        why="of our images; other people's have what they have",
    ),
    Line("4.4", "images scanned and rebuilt", why=NO_DATABASE),
    Line(
        "4.5",
        "content trust",
        why=THE_HOST + "DOCKER_CONTENT_TRUST=1 where images are pulled, if the registry signs; "
        "a stack pins each image by its digest (5.28)",
    ),
    Line(
        "4.6",
        "HEALTHCHECK in images",
        each=cis.has_health_check,
        why="of our images; for other people's the stack has one (5.27)",
    ),
    Line("4.7", "no update instruction alone", all=cis.lines_of(cis.INSTALLS)),
    Line(
        "4.8",
        "no setuid and setgid files",
        each=rules.no_setuid,
        why="none in ours; those of other people's images have no effect: NoNewPrivs 1, no capabilities",
    ),
    Line("4.9", "COPY, not ADD", all=cis.lines_of(r"^\s*ADD\b")),
    Line("4.10", "no secrets in Dockerfiles", all=cis.secrets_told),
    Line(
        "4.11",
        "verified packages only",
        all=cis.lines_of(cis.INSTALLS),
        why="no package is installed; libraries come by Maven over "
        "TLS, in pinned versions, their signatures are not verified",
    ),
    Line(
        "4.12",
        "signed artifacts validated",
        why="nothing is signed yet; what we publish will be, by the repository's CI",
    ),
    Line("5.1", "Swarm only where needed", why="it is what this stack is for; Compose needs none"),
    Line(
        "5.2",
        "AppArmor where there is",
        each=cis.confined,
        why="the profile is the engine's own, on hosts that have AppArmor",
    ),
    Line("5.3", "SELinux where there is", each=cis.confined, why="the label is the engine's own, with selinux-enabled"),
    Line("5.4", "capabilities restricted", each=rules.no_capabilities),
    Line("5.5", "not privileged", each=lambda each: not each.container.host["Privileged"]),
    Line("5.6", "no folder of the host", each=cis.no_bind, why="engine-reader has the engine's socket (5.32)"),
    Line("5.7", "no sshd", each=cis.no_sshd),
    Line("5.8", "no privileged port", all=cis.low_ports),
    Line("5.9", "needed ports only", each=rules.only_its_ports),
    Line("5.10", "own network namespace", each=rules.not_of_the_host("NetworkMode")),
    Line("5.11", "memory limited", each=rules.memory_limited),
    Line("5.12", "processors limited", each=rules.cpu_limited),
    Line("5.13", "root read-only", each=rules.read_only_root),
    Line(
        "5.14",
        "port at one interface",
        why="a Swarm cannot: the gateway's port is on all addresses of the nodes that are "
        "labelled millrace.gateway; a firewall, or a label on the right node",
    ),
    Line(
        "5.15",
        "on-failure, five times",
        why="a Swarm restarts, after a delay and without end: a long outage of the database "
        "must not leave a service down for good",
    ),
    Line("5.16", "own process namespace", each=rules.not_of_the_host("PidMode")),
    Line("5.17", "own IPC namespace", each=rules.not_of_the_host("IpcMode")),
    Line("5.18", "no device of the host", each=cis.no_devices),
    Line(
        "5.19",
        "ulimits where needed",
        why="none is needed: memory and processes are limited by cgroup, files by the engine",
    ),
    Line("5.20", "no shared propagation", each=cis.private_mounts),
    Line("5.21", "own UTS namespace", each=rules.not_of_the_host("UTSMode")),
    Line("5.22", "seccomp on", each=rules.filtered),
    Line("5.23", "no exec --privileged", why=THE_HOST + "no script of ours does; auditd can tell"),
    Line("5.24", "no exec --user root", why=THE_HOST + "no script of ours does; auditd can tell"),
    Line("5.25", "cgroup as it should be", each=cis.own_cgroup),
    Line(
        "5.26",
        "no new privileges",
        each=rules.no_new_privileges,
        why="by setpriv, in the first process and all that it "
        "starts; a health check or an exec is the engine's, without it, but with the same user and no capabilities",
    ),
    Line("5.27", "health checked", each=rules.healthy),
    Line(
        "5.28",
        "latest version of images",
        all=cis.by_digest,
        why="pinned on purpose, update.sh brings another; the rule looks that each has a digest and none is latest",
    ),
    Line("5.29", "processes limited", each=rules.processes_limited),
    Line("5.30", "not on docker0", each=cis.not_docker0),
    Line(
        "5.31",
        "own user namespace",
        each=rules.not_of_the_host("UsernsMode"),
        why="no container asks for the host's; userns-remap is the engine's, and off by default",
    ),
    Line(
        "5.32",
        "no engine socket",
        each=cis.no_socket,
        why="engine-reader has it, to read four kinds of things for the gateway: "
        "a filter of GETs by path, on a network of two, with no way out",
    ),
    Line("7.1", "enough managers", all=cis.managers, why="one suffices for a start; three to lose one"),
    Line(
        "7.2",
        "Swarm at one interface",
        why=THE_HOST + "docker swarm init --listen-addr; ports 2377, 7946, 4789 between nodes alone",
    ),
    Line(
        "7.3",
        "overlay networks encrypted",
        why="not by default: IPsec needs the kernel's modules on every node. Where the "
        'wire is not yours: driver_opts: {encrypted: "true"} at frontend and backend',
    ),
    Line("7.4", "secrets by docker secret", all=cis.without_its_secrets),
    Line(
        "7.5",
        "auto-lock",
        why=THE_HOST + "docker swarm update --autolock=true; a manager that restarts then waits for "
        "a person with the key",
    ),
    Line("7.6", "auto-lock key rotated", why=THE_HOST + "docker swarm unlock-key --rotate"),
    Line("7.7", "node certificates rotated", all=cis.old_certificates),
    Line("7.8", "CA rotated", why=THE_HOST + "docker swarm ca --rotate"),
    Line(
        "7.9",
        "management apart from data",
        why=THE_HOST + "docker swarm init --data-path-addr, where nodes have two networks",
    ),
]


def benchmark(figures, seen):
    figures.part("CIS Docker Benchmark 1.6.0, sections 4, 5, 7")
    swarm = cis.Swarm(seen)
    for line in LINES:
        if line.held:
            found = line.breakers(swarm)
            figures.expect(f"{line.number:<5} {line.title}", not found, found or "")
        else:
            figures.note(f"----  {line.number:<5} {line.title}: {line.why}")
    held = [line for line in LINES if line.held]
    unexplained = [line.number for line in LINES if not line.held and not line.why]
    figures.equal(f"lines, of {len(LINES)}, without rule or reason", unexplained, [])
    page = (HOUSE / "docs" / "security-report.md").read_text()
    untold = [line.number for line in LINES if line.why and not re.search(rf"^\| {line.number} ", page, re.M)]
    figures.equal("reasons that docs/security-report.md does not tell", untold, [])
    figures.note(f"{len(held)} held by a rule, {len(LINES) - len(held)} answered by a reason")
