#!/bin/sh
# The pages of reports of every shape: few and many systems, runs and tests,
# labels that are too long, both languages.
. tests/tap.sh

"$HVLAB" lab | forgiving >"$WORK/lab.json"
python3 tests/worlds.py labels "$WORK/labels.json"
forgiving <"$WORK/labels.json" >"$WORK/long.json"

# Nothing cut, over another, outside, parted or untagged.
orderly() { # FOLDER FIGURE...
	folder=$1
	shift
	qpdf --check "$folder/report.pdf" &&
		python3 tests/boxes.py "$folder/report.pdf" &&
		python3 tests/breaks.py "$folder/report.pdf" &&
		python3 tests/tags.py "$folder/report.pdf" \
			"$folder/report.md" &&
		python3 tests/figures.py "$folder" "$@"
}

# shape SYSTEMS RUNS PART LANG [--lab=FILE] -- FIGURE...
shape() {
	world=$WORK/$1-$2-$3
	out=$world-$4
	[ -d "$world" ] || python3 tests/worlds.py logs "$world" "$1" "$2" "$3"
	lang=$4
	shift 4
	options=--lab=$WORK/lab.json
	while [ "$1" != -- ]; do
		options=$1
		shift
	done
	shift
	systems=
	for folder in "$world"/*; do
		systems="$systems ${folder##*/}=$folder"
	done
	# shellcheck disable=SC2086
	"$HVLAB" report $systems $options --lang "$lang" --format md,pdf \
		-o "$out" >"$WORK/out" 2>&1
	[ $? -le 1 ] || { cat "$WORK/out"; return 1; }
	orderly "$out" "$@"
}

# More systems than a decision can hold: no score, and the reason.
too_many() {
	shape 12 2 cpu fr -- forest strips -contributions &&
		has "$WORK/out" "pas de décision : au plus 10 systèmes" &&
		grep 'Score Proxmox' "$WORK/12-2-cpu-fr/report.md" >"$WORK/row" &&
		lacks "$WORK/row" "0,0"
}

ok "two systems, one run, one test, French" \
	shape 2 1 cpu-20000 fr -- forest strips
ok "two systems, one run, one test, English" \
	shape 2 1 cpu-20000 en -- forest strips
ok "two systems, 30 runs, all tests, French" \
	shape 2 30 "" fr -- forest strips series
ok "three systems, 30 runs, one test, English" \
	shape 3 30 memory en -- forest strips
ok "three systems, one run, all tests, French" \
	shape 3 1 "" fr -- forest strips
ok "five systems, five runs, all tests, English" \
	shape 5 5 "" en -- forest ratings strips
ok "intervals of pairs are drawn as they are printed" \
	python3 tests/forest.py "$WORK/5-5--en/report.pdf"
ok "five systems are told apart in grey print" python3 tests/grey.py \
	"$WORK/5-5--en/report.pdf" Proxmox XCP-ng bhyve esxi hyper-v
ok "five systems, 30 runs, one test, French" \
	shape 5 30 cpu-20000 fr -- forest strips
ok "twelve systems" too_many
ok "long labels, two systems, English" \
	shape 2 5 "" en "--lab=$WORK/long.json" -- forest strips
ok "long labels, five systems, French" \
	shape 5 5 "" fr "--lab=$WORK/long.json" -- forest strips
