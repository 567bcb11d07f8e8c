#!/bin/sh
# The recordings in fixtures/recorded: each read to what it says, whatever is
# around it, and no part of one to anything else.
. tests/tap.sh

ok "every recording is read as an independent reading of it" \
	told "$WORK/recorded" python3 tests/recorded.py "$HVLAB"
ok "a cut recording gives no other number without saying so" \
	told "$WORK/cut" python3 tests/cut.py "$HVLAB"
ok "a saved file's noise does not change what is read" \
	told "$WORK/noise" python3 tests/noise.py "$HVLAB"
tail -5 "$WORK/recorded" | sed 's/^/# /'
tail -1 "$WORK/cut" | sed 's/^/# /'
tail -1 "$WORK/noise" | sed 's/^/# /'
