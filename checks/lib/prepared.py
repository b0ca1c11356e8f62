"""What checks start again and again, made ready once, below target/prepared: their own Java programs, compiled; and for each
JVM an ahead-of-time cache. With it, and without the JVM's second compiler, a start takes a quarter of the processor's time.

`./millrace check --prepare` makes the caches; where there are none, or a jar is newer, starts are slower, and that is all.
"""

import fcntl
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from lib.house import HOUSE, JAVA, SOON, STANDALONE

FOLDER = HOUSE / "target" / "prepared"
SOURCES = [Path(__file__).with_name(f"{name}.java") for name in ("Broker", "Database", "Publisher", "Load", "Answers", "Breakpoint")]
PROGRAMS = FOLDER / "programs.jar"
SERVERS = ("Broker", "Database")
FUNCTIONS = ("ingest", "clean", "train", "predict")


def program(name):
    """The words by which java starts one of the programs, which is compiled when it is not yet."""
    if not newer(PROGRAMS, STANDALONE, *SOURCES):
        with locked():
            newer(PROGRAMS, STANDALONE, *SOURCES) or compiled()
    return ["-cp", f"{STANDALONE}:{PROGRAMS}", name]


def newer(file, *others):
    return file.exists() and all(file.stat().st_mtime > other.stat().st_mtime for other in others)


@contextmanager
def locked():
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open(FOLDER / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def compiled():
    """Beside its place, then renamed: what reads the old one goes on with it."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        jar, classes = Path(folder) / "programs.jar", Path(folder) / "classes"
        javac = [*tool("jdk.compiler/com.sun.tools.javac.Main"), "-proc:none", "-cp", STANDALONE, "-d", classes, *SOURCES]
        for command in (javac, [*tool("jdk.jartool/sun.tools.jar.Main"), "cf", jar, "-C", classes, "."]):
            subprocess.run([str(word) for word in command], check=True, timeout=120)
        jar.rename(PROGRAMS)


def tool(module):
    return [JAVA, *SOON, "-m", module]


def jar(name):
    return HOUSE / "functions" / name / "target" / f"{name}.jar"


def cache(name):
    return FOLDER / f"{name}.aot"


def swift(name):
    """Options by which a function or a server starts soon, at the cost of its speed later on."""
    of = [STANDALONE, PROGRAMS] if name in SERVERS else [jar(name), *jar(name).parent.glob("lib/*-SNAPSHOT.jar")]
    return [*SOON, *([f"-XX:AOTCache={cache(name)}"] if newer(cache(name), *of) else [])]


def plain(name):
    """No options: as a user starts it."""
    return []


def main():
    """Each JVM is started and stopped, and writes its cache at its end."""
    from lib.backing import Backing

    recorded = [f"@{HOUSE}/launcher/rehearsal.options"]
    for name in (*SERVERS, *FUNCTIONS):
        cache(name).unlink(missing_ok=True)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="millrace-prepared-"))
        backing = stack.enter_context(Backing(folder, jvm=lambda name: [*recorded, f"-XX:AOTCacheOutput={cache(name)}"]))

        def rehearsed(name):
            with backing.start(name) as running:
                running.wait_ready(120)
                running.stop(limit=120)

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(rehearsed, FUNCTIONS))
    missing = [name for name in (*SERVERS, *FUNCTIONS) if not cache(name).exists()]
    if missing:
        raise SystemExit(f"no cache was made of {', '.join(missing)}")


if __name__ == "__main__":
    main()
