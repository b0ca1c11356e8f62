"""What the machine is that k6 runs on: figures of two machines do not compare."""

import os
import platform
import re
from pathlib import Path


def machine():
    return {
        "processors": os.cpu_count(),
        "model": model(),
        "memory_mib": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20,
        # Of the minute before: what else ran took its share.
        "load_average": round(os.getloadavg()[0], 2),
        "kernel": f"{platform.system()} {platform.release()} {platform.machine()}",
    }


def model():
    facts = Path("/proc/cpuinfo")
    found = re.search(r"^model name\s*: (.+)$", facts.read_text(), re.MULTILINE) if facts.exists() else None
    return found.group(1) if found else platform.processor() or "unknown"
