"""What the commands of load-tests have in common: options, a folder, figures, and a file of all that was measured."""

import argparse
import json
import tempfile
from pathlib import Path

from lib.figures import Figures


def parser(about):
    """Of the text that a command begins with."""
    options = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--json", metavar="FILE", help="write all that was measured")
    return options


def run(name, options, world, part):
    """`part(figures, world, options, seen)` on what `world(folder)` starts; gives the exit code."""
    figures = Figures(name)
    seen = {}
    with tempfile.TemporaryDirectory(prefix=f"millrace-{name}-") as folder, world(folder) as started:
        figures.attempt(part, started, options, seen)
    if options.json:
        Path(options.json).write_text(json.dumps({"options": vars(options), **seen}, indent=1) + "\n")
    return figures.close()
