"""What checks start again and again, made ready once, below target/prepared: their own Java programs, compiled; and for each
JVM an ahead-of-time cache. With it, and without the JVM's second compiler, a start takes a quarter of the processor's time.

`./millrace check --prepare` makes the caches; where there are none, or they are of other jars, options or another JDK, starts
are slower, and that is all.
"""

import hashlib
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lib.campaign import LONG
from lib.house import HOUSE, JAVA, SOON, STANDALONE, locked

FOLDER = HOUSE / "target" / "prepared"
LOCK = FOLDER / "lock"
NAMES = ("Broker", "Database", "Publisher", "Load", "Answers", "Breakpoint")
SOURCES = [Path(__file__).with_name(f"{name}.java") for name in NAMES]
SERVERS = ("Broker", "Database")
FUNCTIONS = ("ingest", "clean", "train", "predict")


def key(*files):
    """A few letters for the content of files."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in files if file.exists())).hexdigest()[:12]


def program(name):
    """The words by which java starts one of the programs, which is compiled when it is not yet."""
    if not programs().exists():
        with locked(LOCK):
            programs().exists() or compiled()
    return ["-cp", f"{STANDALONE}:{programs()}", name]


def programs():
    return FOLDER / f"programs-{key(*SOURCES)}.jar"


def compiled():
    """Beside its place, then renamed."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        made, classes = Path(folder) / "programs.jar", Path(folder) / "classes"
        javac = [*tool("jdk.compiler/com.sun.tools.javac.Main"), "-proc:none", "-cp", STANDALONE, "-d", classes, *SOURCES]
        for command in (javac, [*tool("jdk.jartool/sun.tools.jar.Main"), "cf", made, "-C", classes, "."]):
            subprocess.run([str(word) for word in command], check=True, timeout=120)
        made.rename(programs())


def tool(module):
    return [JAVA, *SOON, "-m", module]


def cache(name):
    """Its file: of this JDK and these options."""
    release = Path(JAVA).resolve().parents[1] / "release"
    return FOLDER / f"{name}-{key(release, *sorted((HOUSE / 'launcher').glob('*.options')), Path(__file__))}.aot"


def jars(name):
    """All that a JVM looks at before it takes a cache."""
    module = HOUSE / "functions" / ("standalone" if name in SERVERS else name) / "target"
    return [*module.glob("*.jar"), *module.glob("lib/*.jar"), *([programs()] if name in SERVERS else [])]


def is_made(name):
    return cache(name).exists() and all(jar.stat().st_mtime < cache(name).stat().st_mtime for jar in jars(name))


def swift(name):
    """Options by which a function or a server starts soon, at the cost of its speed later on."""
    return [*SOON, *([f"-XX:AOTCache={cache(name)}"] if name in (*SERVERS, *FUNCTIONS) and is_made(name) else [])]


def plain(name):
    """No options: as a user starts it."""
    return []


# The long form of a campaign is about what a user runs.
usual = plain if LONG else swift


def main():
    """Each JVM is started and stopped, and writes its cache at its end: beside its place, then renamed."""
    from lib.backing import Backing

    def beside(name):
        return cache(name).with_suffix(".new")

    def recorded(name):
        return [f"@{HOUSE}/launcher/rehearsal.options", f"-XX:AOTCacheOutput={beside(name)}"]

    def rehearsed(backing, name):
        with backing.start(name) as running:
            running.wait_ready(120)
            running.stop(limit=120)

    with locked(LOCK):
        for old in FOLDER.glob("*.aot*"):
            old.unlink()
    with tempfile.TemporaryDirectory(prefix="millrace-prepared-") as folder:
        with Backing(folder, jvm=recorded) as backing, ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda name: rehearsed(backing, name), FUNCTIONS))
            for server in (backing.broker, backing.database):
                server.stop(limit=120)
    for name in (*SERVERS, *FUNCTIONS):
        if not beside(name).exists():
            raise SystemExit(f"no cache was made of {name}")
        beside(name).rename(cache(name))


if __name__ == "__main__":
    main()
