"""``python -m esslod`` is ``esslod``."""

import sys

from esslod.cli import main

if __name__ == "__main__":
    sys.exit(main())
