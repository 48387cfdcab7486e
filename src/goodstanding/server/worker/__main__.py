"""`python -m goodstanding.server.worker` works until SIGTERM or SIGINT."""

import logging
import os
import sys
from importlib import import_module

import django

from goodstanding.core.words import Refusal
from goodstanding.server.worker.stop import Stop


def main() -> int:
    """0 when it was asked to stop; 1 when it failed by itself; 2 when it could not begin."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodstanding.server.project.settings")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    stop = Stop()
    stop.on_signals()
    try:
        django.setup()
        # Tables can only be named once Django is set up.
        lanes = import_module("goodstanding.server.worker.rounds").usual_lanes()
        ended_well = import_module("goodstanding.server.worker.loop").work(stop, lanes=lanes)
    except Refusal as refusal:
        print(f"goodstanding: {refusal}", file=sys.stderr)
        return 2
    return 0 if ended_well else 1


if __name__ == "__main__":
    sys.exit(main())
