"""`python -m heliu_engine.cli`, the same as `heliu-engine`."""

import sys

from heliu_engine.cli import main

sys.exit(main())
