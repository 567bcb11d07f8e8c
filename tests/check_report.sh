#!/bin/sh
# The main job on the demo lab, from outside.
. tests/tap.sh

report() { # LANG FOLDER
	status 0 "$HVLAB" report fixtures/lab --lang "$1" -o "$2"
}

all_files() {
	for f in report.md report.pdf runs.csv comparison.csv decision.csv; do
		[ -s "$WORK/$1/$f" ] || { echo "no $f"; return 1; }
	done
}

same_twice() {
	SOURCE_DATE_EPOCH=1700000000 status 0 "$HVLAB" report fixtures/lab \
		-o "$WORK/one" || return 1
	SOURCE_DATE_EPOCH=1700000000 status 0 "$HVLAB" report fixtures/lab \
		-o "$WORK/two" || return 1
	diff -r "$WORK/one" "$WORK/two"
}

# Every table of the handout, filled: its heading, then rows of figures.
tables() {
	for n in "1 " 2.2 2.3 3.1 3.2 4.4 5.2 6.1 6.2 7.1 7.2 7.3 8.1 8.2 8.3 \
		9.1 9.2 9.3 9.4 10.1 10.2 11.1 11.2; do
		grep -qE "^#+ $n" "$WORK/fr/report.md" || { echo "no $n"; return 1; }
	done
	[ "$(grep -c '^\*\*Tableau ' "$WORK/fr/report.md")" -ge 20 ]
}

# No language leaks into the other: words that only one of them has.
monolingual() {
	sed 's/`[^`]*`//g' "$WORK/$1/report.md" >"$WORK/words"
	! grep -nwiE "$2" "$WORK/words"
}
french='le|la|les|des|est|une|pour|avec|dans|sur|aucun|passages|gagnant|égalité|indécis|tableau|moyenne|écart'
english='the|and|with|from|are|is|of|which|runs|winner|equal|undecided|table|mean|between'

one_run() {
	mkdir -p "$WORK/1/qemu" "$WORK/1/xen"
	cp fixtures/lab/qemu/run2/*.txt "$WORK/1/qemu"
	cp fixtures/lab/xen/run2/*.txt "$WORK/1/xen"
	status 0 "$HVLAB" report "$WORK/1" -o "$WORK/1-out" &&
		python3 tests/boxes.py "$WORK/1-out/report.pdf" &&
		python3 tests/figures.py "$WORK/1-out" forest strips series
}

three_systems() {
	status 1 "$HVLAB" report proxmox=fixtures/lab/qemu \
		xcp-ng=fixtures/lab/xen esxi=fixtures/lab/host -o "$WORK/3" &&
		python3 tests/boxes.py "$WORK/3/report.pdf" &&
		python3 tests/figures.py "$WORK/3" forest ratings strips
}

# Of three systems an undecided line names the first two, with their interval.
undecided_three() {
	mkdir -p "$WORK/u"
	cp -r fixtures/lab/xen "$WORK/u/esxi"
	rm -r "$WORK/u/esxi/run5" "$WORK"/u/esxi/run*/iperf3*
	# another digit: the same ones would be the same run
	sed -i 's/: *IOPS=\([0-9]*\)[0-9], /: IOPS=\17, /' \
		"$WORK"/u/esxi/run*/fio-*.txt
	"$HVLAB" lab | forgiving >"$WORK/u.json"
	"$HVLAB" report proxmox=fixtures/lab/qemu xcp-ng=fixtures/lab/xen \
		esxi="$WORK/u/esxi" --lab "$WORK/u.json" -f md,csv --draws 1000 -o "$WORK/u-out" \
		>"$WORK/out" 2>&1
	[ $? -le 1 ] && sed 's/\xe2\x80\xaf/ /g; s/\xc2\xa0/ /g; s/\\//g' \
		"$WORK/u-out/report.md" >"$WORK/u.md" &&
		grep -E '^- Écriture séquentielle : indécis, .* les deux premiers, Proxmox par rapport à (esxi|XCP-ng), l’écart est de \+[0-9,]+ % \[' \
			"$WORK/u.md" >"$WORK/line" || return 1
	figure=$(sed 's/.*de +\([0-9,]*\) %.*/\1/' "$WORK/line" | tr , .)
	grep -q "^disk-write-seq,write.bandwidth,.*,$figure," \
		"$WORK/u-out/comparison.csv"
}

# What an error sets aside is said on page one and where a verdict is missing.
set_aside() {
	cp -r fixtures/lab "$WORK/aside"
	sed -i 's/events per second: *[0-9]*/&9/' \
		"$WORK"/aside/xen/run*/sysbench-cpu-20000.txt
	status 1 "$HVLAB" report "$WORK/aside" -f md --draws 1000 \
		-o "$WORK/aside-out" &&
		has "$WORK/aside-out/report.md" \
			"5 passages sont écartés comme inutilisables (constat 1)." &&
		has "$WORK/aside-out/report.md" \
			"non comparé, car les passages de XCP-ng sont écartés comme inutilisables (constat 1)."
}

# Of three systems one of which lacks a test the winner beats the other two.
measured_two() {
	mkdir "$WORK/two-of-three"
	cp -r fixtures/lab/host "$WORK/two-of-three/esxi"
	rm "$WORK"/two-of-three/esxi/run*/sysbench-memory*.txt
	"$HVLAB" report proxmox=fixtures/lab/qemu xcp-ng=fixtures/lab/xen \
		esxi="$WORK/two-of-three/esxi" -f md --draws 1000 \
		-o "$WORK/two-of-three-out" >"$WORK/out" 2>&1
	[ $? -le 1 ] && has "$WORK/two-of-three-out/report.md" \
		"mémoire, écriture : des 2 systèmes mesurés, Proxmox est en tête"
}

# Without any run of the network there is no table, and no answer alone.
no_network() {
	mkdir "$WORK/quiet"
	cp -r fixtures/lab/qemu fixtures/lab/xen "$WORK/quiet"
	rm "$WORK"/quiet/*/run*/iperf3*
	status 0 "$HVLAB" report "$WORK/quiet" -f md --draws 1000 \
		-o "$WORK/quiet-out" &&
		has "$WORK/quiet-out/report.md" "Test manquant : Débit TCP" &&
		! grep -q '^| Sens |' "$WORK/quiet-out/report.md" &&
		"$HVLAB" report host=fixtures/lab/host -f md --draws 1000 \
			-o "$WORK/alone" >"$WORK/out" 2>&1
	[ $? -le 1 ] && [ -s "$WORK/alone/report.md" ] &&
		! grep -q '^Réponse par cas' "$WORK/alone/report.md"
}

# A name of thousands of characters stands once in full.
endless_name() {
	"$HVLAB" lab | python3 -c 'import json, sys
lab = json.load(sys.stdin)
lab["systems"][0].update(name="é" * 5000)
lab["systems"][0].pop("short", None)
json.dump(lab, sys.stdout)' >"$WORK/endless.json"
	status 0 "$HVLAB" report fixtures/lab --lab "$WORK/endless.json" -f md \
		--draws 1000 -o "$WORK/endless" || return 1
	[ "$(grep -cE 'é{81}' "$WORK/endless/report.md")" = 1 ]
}

no_figures() {
	status 0 "$HVLAB" report fixtures/lab --format pdf,csv -o "$WORK/p" &&
		[ ! -e "$WORK/p/figures" ]
}

among_logs() {
	cp -r "$WORK/1-out" "$WORK/1/earlier" &&
		status 0 "$HVLAB" report "$WORK/1" -o "$WORK/again" &&
		cmp "$WORK/1-out/runs.csv" "$WORK/again/runs.csv"
}

# Same number of cells in every row of a Markdown table.
cells() {
	awk '/^\|/ { t = $0; gsub(/\\\|/, "", t); n = gsub(/\|/, "", t)
			if (inside && n != cells) { print NR ": " $0; bad = 1 }
			cells = n; inside = 1; next }
		{ inside = 0 } END { exit bad }' "$WORK/$1/report.md"
}

ok "report on the demo lab, French" report fr "$WORK/fr"
ok "report on the demo lab, English" report en "$WORK/en"
ok "all documents are there, French" all_files fr
ok "all documents are there, English" all_files en
ok "every table of the handout is there" tables
ok "figures agree with an independent reading of the logs" \
	python3 tests/oracle.py "$WORK/fr/comparison.csv"
ok "Markdown, CSV and PDF hold the same digits, French" \
	python3 tests/agree.py "$WORK/fr" fr
ok "Markdown, CSV and PDF hold the same digits, English" \
	python3 tests/agree.py "$WORK/en" en
ok "machine tables are the same in both languages" \
	cmp "$WORK/fr/comparison.csv" "$WORK/en/comparison.csv"
ok "no French in the English report" monolingual en "$french"
ok "no English in the French report" monolingual fr "$english"
ok "tables have the same cells in every row, French" cells fr
ok "tables have the same cells in every row, English" cells en
ok "same input, same bytes" same_twice
ok "figures are in Markdown, SVG and PDF, French" python3 tests/figures.py \
	"$WORK/fr" forest throughputs ratings contributions first-ranks strips series
ok "figures are in Markdown, SVG and PDF, English" python3 tests/figures.py \
	"$WORK/en" forest throughputs ratings contributions first-ranks strips series
ok "figures of one run" one_run
ok "figures of three systems, a forest of the pairs" three_systems
ok "an undecided line of three systems names the first two" undecided_three
ok "runs that an error sets aside are told on page one" set_aside
ok "a winner beats the systems that were measured" measured_two
ok "no table and no answer without anything to show" no_network
ok "an endless name stands once in full" endless_name
ok "the annex prints the decimals of the log" \
	has "$WORK/fr/report.md" "| 133 :7 | 133 :7 | 6,3930 :9 |"
ok "no file of a figure without the Markdown" no_figures
ok "a report among its own logs is no log" among_logs
ok "page one says what the demo logs are" \
	has "$WORK/fr/report.md" "Ces journaux ne viennent pas de Proxmox VE"
ok "both ends of a connection count once" \
	has "$WORK/fr/report.md" "| Proxmox → XCP-ng | 5 |"
ok "the right fio command is given" has "$WORK/fr/report.md" '$HOME/disk-test'
ok "a series of the sender is not called received" \
	has "$WORK/fr/report.md" \
	"Débit TCP entre les deux VM : Débit envoyé (Gbit/s"
