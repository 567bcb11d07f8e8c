#!/bin/sh
# A short run of each fuzz target, seeded from the fixtures.
. tests/tap.sh
runs=${FUZZ_RUNS:-4000}

seed() { # TARGET FILE...
	target=$1
	shift
	mkdir -p "$WORK/$target"
	for file in "$@"; do
		cp "$file" "$WORK/$target/$(cksum <"$file" | tr ' ' -)"
	done
}

fuzz() { # TARGET RUNS LARGEST
	"$BUILD/fuzz_$1" -runs="$2" -max_len="$3" -seed=1 -timeout=20 \
		-artifact_prefix="$WORK/" "$WORK/$1" 2>&1 || {
		od -c "$WORK"/crash-* 2>/dev/null | head -40
		return 1
	}
}

seed parse $(find fixtures/parse fixtures/lab -name '*.txt' -size -40k)
seed lab fixtures/labs/storage.json fixtures/lab/hvlab-author.json

ok "parsers survive $runs mutations" fuzz parse "$runs" 40000
ok "lab and author's file survive $((runs / 8)) mutations" \
	fuzz lab $((runs / 8)) 20000
