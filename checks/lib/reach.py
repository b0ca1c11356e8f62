"""What can be reached in the stack from where: tried, from this machine, from other nodes, and between the networks."""

import re
import socket
from concurrent.futures import ThreadPoolExecutor

from lib import stack
from lib.door import closed

# Those of the functions, the database, the brokers, the gateway's own, the engine's, and of dev's gateway.
INNER = [5000, 5432, 6100, 7000, 8000, 8082, 9092, 9093, 2375, 2376]
# Of the engine's API: what the gateway needs, and what it must not have.
READ = ["/_ping", "/version", "/services", "/tasks", "/networks"]
REFUSED = [
    "/containers/json",
    "/secrets",
    "/configs",
    "/info",
    "/images/json",
    "/volumes",
    "/swarm",
    "/nodes",
    "/events",
]
REFUSED += ["/services/millrace_predict/logs", "/services/../secrets", "/v1.41/networks/%2e%2e/secrets", "//secrets"]
WRITES = [f"POST /{path}" for path in ("services/create", "networks/create", "containers/create", "services")]
WRITES += ["DELETE /services/millrace_predict", "PUT /services", "HEAD /secrets"]
# What makes a server speak, and how it then begins: a wish for TLS, the question for the versions of a broker's
# requests, a request for a page. A connection alone says little: some machines' ways out take any connection.
BROKER = (rb"\000\000\000\012\000\022\000\000\000\000\000\001\377\377", rb".{4}\x00\x00\x00\x01")
TALK = {5432: (rb"\000\000\000\010\004\322\026\057", rb"[NS]$"), 9092: BROKER, 9093: BROKER}
TALK[2375] = (rb"GET /_ping HTTP/1.0\015\012\015\012", rb"HTTP/.*\nApi-Version:")
PAGE = (rb"GET / HTTP/1.0\015\012\015\012", rb"HTTP/")
# Prints ADDRESS/PORT, number and first bytes of an answer, four at a time, as a container has few processes. Without
# bash (Alpine) there is nc.
TRY = r"""
ask() {
    if command -v bash >/dev/null; then
        timeout 3 bash -c "exec 3<>/dev/tcp/$1 && printf %b '$2' >&3 && dd bs=400 count=1 <&3"
    else
        (printf %b "$2"; sleep 1) | timeout 3 nc "${1%/*}" "${1#*/}" | dd bs=400 count=1
    fi
}
probe() { echo "$1 $3 $(ask "$1" "$2" 2>/dev/null | od -An -v -tx1 | tr -d ' \n')"; }
"""


def talk(place):
    return TALK.get(int(place.rpartition("/")[2]), PAGE)


def is_ours(place, said):
    return bool(re.match(talk(place)[1], said, re.S))


def said_to_us(place):
    host, _, port = place.rpartition("/")
    try:
        with socket.create_connection((host, int(port)), 3) as connection:
            connection.settimeout(3)
            connection.sendall(talk(place)[0].decode("unicode_escape").encode("latin-1"))
            return connection.recv(400)
    except OSError:
        return b""


def reached_from_here(places):
    with ThreadPoolExecutor(16) as pool:
        return sorted(place for place, said in zip(places, pool.map(said_to_us, places)) if is_ours(place, said))


def talked(each, questions):
    """What a process in this container is answered: [bytes] for [(place, question)]."""
    tries = [f"probe {place} '{question.decode()}' {number} &" for number, (place, question) in enumerate(questions)]
    script = TRY + "\n".join(line + ("\nwait" if n % 4 == 3 else "") for n, line in enumerate(tries)) + "\nwait\n"
    told = {int(words[1]): words[2:] for words in map(str.split, each.task.sh(script, limit=120).splitlines())}
    if len(told) < len(questions) and is_there(each):
        raise RuntimeError(f"{each.name} tried {len(told)} of {len(questions)} connections")
    return [bytes.fromhex("".join(told.get(number, []))) for number in range(len(questions))]


def is_there(each):
    """Whether it still runs: an update may have ended it."""
    try:
        return each.task.look().running
    except RuntimeError:
        return False


def reached_from(each, places):
    """Of the places, those of which a process in this container gets a server's answer."""
    said = talked(each, [(place, talk(place)[0]) for place in places])
    return sorted(place for place, answer in zip(places, said) if is_ours(place, answer))


def all_reached(found, places):
    """{container: places reached} of those that reach any, all at once."""
    with ThreadPoolExecutor(6) as pool:
        reached = list(pool.map(lambda each: reached_from(each, places), found))
    return {each.name: out for each, out in zip(found, reached) if out}


def addresses():
    """{node: the address by which the others know it}."""
    found = stack.inspected("node", "node", "ls")
    told = {node["Description"]["Hostname"]: node for node in found if node["Status"]["State"] == "ready"}
    manager = {name: node.get("ManagerStatus", {}).get("Addr", "").rpartition(":")[0] for name, node in told.items()}
    return {name: manager[name] or node["Status"]["Addr"] for name, node in told.items()}


def inner_address(each, network):
    return each.container.state["NetworkSettings"]["Networks"][f"{stack.NAME}_{network}"]["IPAddress"]


def networks(each):
    return {name.removeprefix(f"{stack.NAME}_") for name in each.container.state["NetworkSettings"]["Networks"]}


def reach(figures, it, seen):
    first = {each.task.service: each for each in seen}
    at = addresses()
    doors = sorted(f"{at[each.task.node]}/{it.port}" for each in seen if each.task.service == "gateway")
    places = [f"{address}/{port}" for address in at.values() for port in sorted({*INNER, it.port})]
    # Not of the stack: where its images come from.
    places = [place for place in places if place.replace("/", ":") != stack.REGISTRY]
    figures.part(f"from outside: {len(places)} ports of {len(at)} nodes, of which the gateway's alone answer")
    published = [port for service in services() for port in service["Endpoint"].get("Ports", [])]
    figures.equal("ports that the services publish", [port["PublishedPort"] for port in published], [it.port])
    bound = {port for each in seen for port in bound_ports(each)}
    figures.equal("ports that the containers publish", bound, {it.port})
    figures.equal("answer to this machine", reached_from_here(places), doors)
    lookouts = {each.task.node: each for each in seen if "frontend" in networks(each)}
    found = all_reached(lookouts.values(), places)
    for node, each in sorted(lookouts.items()):
        figures.equal(f"answer to {node} (a container of {each.task.service})", found.get(each.name), doors)
    closed(figures, it.port)
    between(figures, seen, first, places)


def services():
    return stack.inspected("service", "stack", "services", stack.NAME)


def bound_ports(each):
    told = each.container.state["NetworkSettings"]["Ports"] or {}
    return [int(port["HostPort"]) for ports in told.values() for port in ports or []]


def between(figures, seen, first, outside):
    figures.part("between the networks")
    backend = stack.inspected("network", "network", "ls", "--filter", f"name={stack.NAME}_")
    internal = {network["Name"].partition("_")[2]: network["Internal"] for network in backend}
    figures.equal(
        "networks that lead outside", [name for name, is_internal in internal.items() if not is_internal], ["frontend"]
    )
    state = {"postgres": 5432} | {f"kafka-{n}": 9092 for n in (1, 2, 3)}
    by_name = [f"{name}/{port}" for name, port in state.items()]
    by_address = [f"{inner_address(first[name], 'backend')}/{port}" for name, port in state.items()]
    figures.equal(
        "of database and brokers, reached from clean", len(reached_from(first["clean"], by_name + by_address)), 8
    )
    figures.equal(
        "of them, by name and address, from the gateway", reached_from(first["gateway"], by_name + by_address), []
    )
    functions = [
        f"{name}/{port}" for name, port in (("ingest", 5000), ("predict", 8000), ("clean", 6100), ("train", 7000))
    ]
    reached = reached_from(first["gateway"], functions)
    figures.equal("functions that the gateway reaches", reached, ["ingest/5000", "predict/8000"])
    engine = [f"{inner_address(first['engine-reader'], 'engine')}/2375"]
    figures.equal("the gateway reaches engine-reader", reached_from(first["gateway"], engine), engine)
    inside = [each for each in seen if networks(each) <= {"backend", "engine"}]
    figures.equal(
        "with a way out, of backend and engine alone", [each.name for each in inside if each.has_way_out()], []
    )
    figures.equal("reach a port of a node, of backend and engine alone", all_reached(inside, outside), {})
    others = [each for each in seen if "engine" not in networks(each)]
    figures.equal("reach engine-reader besides the gateway", all_reached(others, engine), {})
    reads(figures, first["gateway"], engine[0])


def reads(figures, gateway, place):
    """What engine-reader answers the gateway."""
    asked = [f"GET {path}" for path in READ + [f"/v1.41{path}" for path in READ] + REFUSED] + WRITES
    questions = [(place, f"{line} HTTP/1.0\\015\\012\\015\\012".encode()) for line in asked]
    statuses = [int((answer.split() + [b"", b"0"])[1]) for answer in talked(gateway, questions)]
    needed, status = asked[: 2 * len(READ)], dict(zip(asked, statuses))
    lacking = {line: status[line] for line in needed if status[line] != 200}
    figures.equal(f"what engine-reader keeps from the gateway, of {len(needed)} that it needs", lacking, {})
    told = {line: status[line] for line in asked if line not in needed and status[line] != 403}
    figures.equal(f"what it lets through, of {len(asked) - len(needed)} others", told, {})
