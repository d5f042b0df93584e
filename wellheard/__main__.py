"""The operator's command: `wellheard serve`, `wellheard doctor`, …"""

import sys

from wellheard.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
