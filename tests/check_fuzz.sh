#!/bin/sh
# A short run of each fuzz target, seeded from the fixtures and recordings.
. tests/tap.sh
runs=${FUZZ_RUNS:-2000}
# a short run is not to be spent on reading its seeds
most=$((runs / 20))

seed() { # TARGET FILE...
	target=$1
	shift
	mkdir -p "$WORK/$target"
	for file in "$@"; do
		cp "$file" "$WORK/$target/$(cksum <"$file" | tr ' ' -)"
	done
}

fuzz() { # TARGET SEEDS RUNS LARGEST
	"$BUILD/fuzz_$1" -runs="$3" -max_len="$4" -seed=1 -timeout=20 \
		-artifact_prefix="$WORK/" "$WORK/$2" 2>&1 || {
		od -c "$WORK"/crash-* 2>/dev/null | head -40
		return 1
	}
}

# The recordings of a tool, evenly over its versions and formats.
recorded() { # TOOL
	mkdir -p "$WORK/tar"
	[ -d "$WORK/tar/$1" ] ||
		tar -xJf "fixtures/recorded/$1.tar.xz" -C "$WORK/tar"
	find "$WORK/tar" -path "*/$1/*" -type f -size -16k | sort |
		awk -v most="$most" '{ files[NR] = $0 } END {
			step = NR > most ? NR / most : 1
			for (i = 1; i <= NR; i += step) print files[int(i)] }'
}

seed parse $(find fixtures/parse fixtures/lab -name '*.txt' -size -40k)
seed lab fixtures/labs/storage.json fixtures/lab/hvlab-author.json
mkdir -p "$WORK/sheets"
printf 'Identifiant,Note,"Dernière modification (note)"\nParticipant101,,-\n' \
	>"$WORK/sheets/moodle.csv"
printf 'id,criterion,points,comment,by,date,basis\n101,e7,1,"a ""b""",,,h0\n' \
	>"$WORK/sheets/manual.csv"
printf '1\302\240802,35 Mio/s' >"$WORK/sheets/cell.txt"
seed grade src/data/tp6-rubric.json "$WORK"/sheets/*
python3 tests/pictures.py "$WORK/pictures/in"
seed picture $(find "$WORK/pictures" -type f -size -4k)
python3 tests/submissions.py "$WORK/handed-in"
seed archive $(find "$WORK/handed-in" -maxdepth 1 -type f -size -11k)
seed paper "$WORK"/handed-in/sheet.md "$WORK"/handed-in/*.xml \
	"$WORK"/handed-in/page.html
for tool in sysbench fio iperf3; do
	seed "$tool" $(recorded "$tool")
done

ok "detection survives $runs mutations" fuzz parse parse "$runs" 16384
ok "lab and author's file survive $((runs / 8)) mutations" \
	fuzz lab lab $((runs / 8)) 20000
ok "worksheets, marks and rubrics survive $((runs / 8)) mutations" \
	fuzz grade grade $((runs / 8)) 20000
ok "pictures survive $runs mutations" fuzz picture picture "$runs" 4096
ok "submissions survive $((runs / 2)) mutations" \
	fuzz archive archive $((runs / 2)) 10240
ok "worksheets survive $runs mutations" fuzz paper paper "$runs" 8192
for parser in $PARSERS; do
	case $parser in
	fio_*) seeds=fio ;;
	iperf3_*) seeds=iperf3 ;;
	*) seeds=sysbench ;;
	esac
	ok "parser $parser survives $runs mutations" \
		fuzz "parser_$parser" "$seeds" "$runs" 16384
done
