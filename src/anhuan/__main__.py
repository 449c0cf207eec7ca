"""`python -m anhuan` is the command `anhuan`."""

import sys

from anhuan.cli import main

sys.exit(main())
