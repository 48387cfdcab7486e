"""One command becomes a checkout that runs, tests or checks itself: python3 dev.py run

This file must parse on any Python, however old, so that it can say which one is needed.
"""

import os
import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Good Standing needs Python 3.11 or newer; this is Python {0}.{1}, {2}\n"
        "Install a newer one, or name the one you have, as in: python3.12 dev.py run".format(
            sys.version_info[0], sys.version_info[1], sys.executable
        )
    )

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from tools.house.door import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
