"""The OpenSim beside which psoas is checked is the one whose answers it promises."""
import sys

import opensim

EXPECTED = "4.6"

found = opensim.GetVersion()
print(f"OpenSim {found}")
if not found.startswith(EXPECTED):
    sys.exit(f"test_version.py: OpenSim {found}, expected {EXPECTED}")
