"""Starts `millrace up --empty` on a data folder, waits until it is ready, stops it. Usage: started.py FOLDER"""

import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from lib.house import up  # noqa: E402

with up("--empty", data=sys.argv[1]) as running:
    running.wait_ready(60)
    code, _ = running.stop(signal.SIGTERM)
print(f"started and stopped: {code}")
