#!/bin/sh
# The PDF as other programs see it.
. tests/tap.sh

"$HVLAB" report fixtures/lab --format md,pdf -o "$WORK/fr" >/dev/null
"$HVLAB" report fixtures/lab --format md,pdf --lang en -o "$WORK/en" >/dev/null
pdf=$WORK/fr/report.pdf

sound() {
	qpdf --check "$1" >"$WORK/q" 2>&1 || { cat "$WORK/q"; return 1; }
}

properties() {
	pdfinfo "$pdf" >"$WORK/info" 2>"$WORK/e" && [ ! -s "$WORK/e" ] &&
		grep -q '^Page size:.*(A4)' "$WORK/info" &&
		grep -q '^Title: *TP6' "$WORK/info" &&
		grep -q '^Author: *hvlab' "$WORK/info" &&
		grep -q '^Tagged: *yes' "$WORK/info" &&
		[ "$(wc -c <"$pdf")" -le 400000 ]
}

# every font: embedded, subset, with a Unicode map
fonts() {
	pdffonts "$pdf" | tail -n +3 >"$WORK/fonts"
	[ -s "$WORK/fonts" ] && ! grep -v 'yes yes yes' "$WORK/fonts"
}

silent() {
	pdftotext "$pdf" "$WORK/text" 2>"$WORK/e" && [ ! -s "$WORK/e" ]
}

accents() {
	for word in "Déploiement" "Égalité" "Écriture séquentielle" "évén./s" \
		"mémoire" "reçu" "IC" "±"; do
		has "$WORK/text" "$word" || return 1
	done
}

# What is drawn, not what is extracted: a title with and without accents
# must give different pictures.
drawn() {
	for title in "Éléphant à côté" "Elephant a cote"; do
		"$HVLAB" report fixtures/lab --format pdf --title "$title" \
			-o "$WORK/t" >/dev/null || return 1
		pdftoppm -r 40 -l 1 -x 0 -y 0 -W 330 -H 60 -gray \
			"$WORK/t/report.pdf" "$WORK/$(echo "$title" | wc -c)" ||
			return 1
	done
	set -- "$WORK"/*.pgm
	[ $# -eq 2 ] && ! cmp -s "$1" "$2"
}

names() {
	status 0 "$HVLAB" report fixtures/lab --format pdf \
		--author "Zoé Nguyễn-Œuvrard, Дмитрий 漢 😀" -o "$WORK/n" &&
		has "$WORK/err" "U+6F22" && sound "$WORK/n/report.pdf" &&
		pdftotext "$WORK/n/report.pdf" "$WORK/n/text" &&
		has "$WORK/n/text" "Zoé Nguyễn-Œuvrard, Дмитрий"
}

# The same as a picture, and that this picture tells accents apart.
names_drawn() {
	for title in "Zoé Nguyễn" "Zoé Nguyen"; do
		"$HVLAB" report fixtures/lab --format pdf -o "$WORK/nd" --title \
			"$title-Œuvrard, Дмитрий, Ελληνικά 漢字 😀 مرحبا" \
			>/dev/null 2>&1 || return 1
		python3 tests/names.py "$WORK/nd/report.pdf" \
			fixtures/names/title.png
		echo $?
	done >"$WORK/drawn"
	cat "$WORK/drawn"
	[ "$(grep -xc 0 "$WORK/drawn")" = 1 ] && tail -n 1 "$WORK/drawn" |
		grep -qx 1
}

# Ten thousand characters, and what other programs would take for orders.
long_names() {
	long=$(python3 -c "print('%s|=cmd \"Nguyễn\" %n <b> \\\\ مرحبا 😀 ' * 300 +
		'ABCDEFGHIJ' * 400)")
	[ ${#long} -ge 10000 ] &&
		status 0 "$HVLAB" report fixtures/lab --format md,pdf \
			--author "$long" --title "$long" -o "$WORK/long" &&
		sound "$WORK/long/report.pdf" &&
		python3 tests/boxes.py "$WORK/long/report.pdf" &&
		python3 tests/breaks.py "$WORK/long/report.pdf" &&
		tagged "$WORK/long"
}

tagged() { # FOLDER
	pdfinfo "$1/report.pdf" | grep -q '^Tagged: *yes' &&
		python3 tests/tags.py "$1/report.pdf" "$1/report.md"
}

# The structure as another program reads it; of a short report, since pdfinfo
# draws the whole page for every piece of text.
heard() {
	status 0 "$HVLAB" report fixtures/lab --summary --format pdf \
		-o "$WORK/s" || return 1
	pdfinfo -struct-text "$WORK/s/report.pdf" >"$WORK/heard" || return 1
	for role in 'H1 (block)' 'L (block)' 'LBody (block)' 'Table (block)' \
		'Caption' 'TR' 'TH:' 'TD' '/Scope /Column'; do
		has "$WORK/heard" "$role" || return 1
	done
	has "$WORK/heard" "Debian GNU/Linux 12 (bookworm)" # of two lines
}

# 30 runs a system, each with other last digits: tables over many pages.
many_runs() {
	for system in qemu xen; do
		for run in $(seq 30); do
			mkdir -p "$WORK/30/$system/run$run"
			for log in fixtures/lab/$system/run2/sysbench-*.txt; do
				sed -E "/:/s/( [0-9]+\.[0-9]{2,})/\1$run/" "$log" \
					>"$WORK/30/$system/run$run/${log##*/}"
			done
		done
	done
	# such figures are no tool's
	"$HVLAB" lab | forgiving >"$WORK/30.json"
	status 0 "$HVLAB" report "$WORK/30" --lab "$WORK/30.json" --format md,pdf -o "$WORK/30-out" &&
		sound "$WORK/30-out/report.pdf" && tagged "$WORK/30-out"
}

three_systems() {
	status 1 "$HVLAB" report proxmox=fixtures/lab/qemu \
		xcp-ng=fixtures/lab/xen esxi=fixtures/lab/host \
		--format md,pdf -o "$WORK/3" &&
		sound "$WORK/3/report.pdf" && tagged "$WORK/3"
}

ok "qpdf finds no fault, French" sound "$pdf"
ok "qpdf finds no fault, English" sound "$WORK/en/report.pdf"
ok "A4, titled, tagged, at most 400 KB" properties
ok "fonts are embedded, subset, with Unicode" fonts
ok "text comes out without a complaint" silent
ok "accents are right in the text" accents
ok "accents are drawn" drawn
ok "no word outside the margins or over another, French" \
	python3 tests/boxes.py "$pdf"
ok "no word outside the margins or over another, English" \
	python3 tests/boxes.py "$WORK/en/report.pdf"
ok "pages end where they may, French" python3 tests/breaks.py "$pdf"
ok "pages end where they may, English" \
	python3 tests/breaks.py "$WORK/en/report.pdf"
ok "names from anywhere, or a visible sign and one note" names
ok "names from anywhere as they were drawn once" names_drawn
ok "names of 10,000 characters" long_names
ok "intervals are drawn as they are printed, French" \
	python3 tests/forest.py "$pdf"
ok "intervals are drawn as they are printed, English" \
	python3 tests/forest.py "$WORK/en/report.pdf"
ok "systems are told apart in grey print, French" \
	python3 tests/grey.py "$pdf" Proxmox XCP-ng
ok "systems are told apart in grey print, English" \
	python3 tests/grey.py "$WORK/en/report.pdf" Proxmox XCP-ng
ok "all is tagged or an artifact, headings are bookmarks, French" tagged "$WORK/fr"
ok "all is tagged or an artifact, headings are bookmarks, English" tagged "$WORK/en"
ok "other programs read the structure" heard
ok "tagged with 30 runs" many_runs
ok "tagged with three systems" three_systems
