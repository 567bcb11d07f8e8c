#!/bin/sh
# A short run of each fuzz target, seeded from the fixtures.
. tests/tap.sh

fuzz() { # TARGET RUNS
	mkdir -p "$WORK/corpus"
	find fixtures/parse fixtures/lab -name '*.txt' -size -40k |
		while read -r file; do
			cp "$file" "$WORK/corpus/$(cksum <"$file" | tr ' ' -)"
		done
	"$BUILD/fuzz_$1" -runs="$2" -max_len=40000 -seed=1 -timeout=20 \
		-artifact_prefix="$WORK/" "$WORK/corpus" 2>&1 || {
		od -c "$WORK"/crash-* 2>/dev/null | head -40
		return 1
	}
}

ok "parsers survive ${FUZZ_RUNS:-4000} mutations" fuzz parse "${FUZZ_RUNS:-4000}"
