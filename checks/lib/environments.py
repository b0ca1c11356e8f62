"""Python's virtual environments below target/, for what other people's programs a check needs.

`python3 -m lib.environments` makes the big ones, so that no check has to wait for a registry.
"""

import hashlib
import subprocess
import sys
import time
import venv

from lib.house import HOUSE, locked

TRIES = 3
BIG = {
    "clients": HOUSE / "checks" / "clients.txt",
    "schemathesis": HOUSE / "checks" / "requirements.txt",
    "peers/flask": HOUSE / "load-tests" / "peers" / "flask.txt",
}


def environment(name, requirements):
    """Its folder; made the first time, and anew when the file of requirements changes."""
    folder = HOUSE / "target" / name
    with locked(folder.with_suffix(".lock")):
        stamp = folder / "made-for"
        wanted = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()
        if not stamp.exists() or stamp.read_text() != wanted:
            made(folder, requirements)
            stamp.write_text(wanted)
    return folder


def made(folder, requirements):
    try:
        venv.create(folder, clear=True, with_pip=True)
    except (subprocess.CalledProcessError, OSError, ImportError) as error:
        raise RuntimeError(f"no virtual environment: is Debian's python3-venv missing? {error}") from error
    install(folder, requirements)


def install(folder, requirements):
    command = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-input", "--no-compile", "-r", requirements]
    for turn in range(TRIES):
        time.sleep(turn * 5)
        done = subprocess.run(command, capture_output=True, text=True, timeout=900)
        if done.returncode == 0:
            return
    raise RuntimeError(f"Python's package registry did not give {requirements.name}: {done.stderr.strip()[-500:]}")


if __name__ == "__main__":
    for each, needed in BIG.items():
        environment(each, needed)
