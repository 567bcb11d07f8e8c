#!/bin/sh
# The lab is data: another one without compiling, mistakes with their path.
. tests/tap.sh

"$HVLAB" lab >"$WORK/tp6.json"

printed() {
	cmp "$WORK/tp6.json" src/data/tp6.json &&
		status 0 "$HVLAB" lab --lab "$WORK/tp6.json"
}

# jq FILTER makes the mistake; the message must name the path
mistake() {
	jq "$1" "$WORK/tp6.json" >"$WORK/bad.json" &&
		status 2 "$HVLAB" report fixtures/lab --lab "$WORK/bad.json" \
			-o "$WORK/no" &&
		has "$WORK/err" "$2" && [ ! -e "$WORK/no" ]
}

broken() {
	printf '{\n "format": 1,\n "id": tp6\n}\n' >"$WORK/bad.json"
	status 2 "$HVLAB" lab --lab "$WORK/bad.json" &&
		has "$WORK/err" "bad.json:3"
}

second_lab() {
	status 0 "$HVLAB" report fixtures/labs/storage-logs \
		--lab fixtures/labs/storage.json --lang en -o "$WORK/s-out" &&
		has "$WORK/s-out/report.md" "Local NVMe" &&
		lacks "$WORK/s-out/report.md" "Proxmox" &&
		lacks "$WORK/s-out/report.md" "XCP-ng" &&
		lacks "$WORK/s-out/report.md" "TP6" &&
		python3 tests/boxes.py "$WORK/s-out/report.pdf"
}

# Titles, institution, which sections and in which order, from the definition
# alone; the author's file and the command line go before it.
customised() {
	jq '.title = {fr: "Choix d’un hôte", en: "Choosing a host"}
		| .subtitle = "Salle 12" | .institution = "Lycée | *Ampère*"
		| .sections |= ([.[] | select(.number == "10"
			or .number == "6")] | reverse)
		| .sections[0].number = "I" | .sections[1].sections |= reverse
		| .sections[1].title = "Mesures" | .needs = []
		| .checklist = []' "$WORK/tp6.json" >"$WORK/own.json" &&
		mkdir -p "$WORK/own" &&
		cp -r fixtures/lab/qemu fixtures/lab/xen "$WORK/own" &&
		own -o "$WORK/c" && grep '^#' "$WORK/c/report.md" |
		tr '\n' ';' >"$WORK/heads" &&
		has "$WORK/heads" "# Choix d’un hôte;## I Tableau comparatif" &&
		has "$WORK/heads" ";## 6 Mesures;### 6.2 Analyse" &&
		has "$WORK/c/report.md" "*Salle 12*" && has \
		"$WORK/c/report.md" "**Établissement** – Lycée \\| \\*Ampère" &&
		! grep -E '^#+ (9|11|A)' "$WORK/c/report.md" &&
		own -o "$WORK/c" --only I &&
		lacks "$WORK/c/report.md" "## 6" || return 1
	echo '{"institution": "IUT", "title": "Mien"}' >"$WORK/own.author"
	own -o "$WORK/c" --author-file "$WORK/own.author" --title "Autre" \
		--lang en && has "$WORK/c/report.md" "**Institution** – IUT" &&
		has "$WORK/c/report.md" "# Autre" &&
		pdftotext "$WORK/c/report.pdf" - | grep -q IUT
}

own() {
	status 0 "$HVLAB" report "$WORK/own" --lab "$WORK/own.json" \
		-f md,pdf --draws 1000 "$@"
}

# What leaves no log is what the author reports, field by field.
reported() {
	mkdir -p "$WORK/rep"
	cp -r fixtures/lab/qemu fixtures/lab/xen "$WORK/rep"
	report "$WORK/rep" || return 1
	[ "$(grep -c 'Étape facultative, non faite' \
		"$WORK/rep-out/report.md")" = 3 ] || return 1
	cp fixtures/parse/stress/worker-killed.txt "$WORK/rep/xen/run1"
	jq -n '{reported: {
		"12.2": {proxmox: {cut: "la VM | 200", checked: "fsck",
				recovery: 21.5},
			"xcp-ng": {cut: null, checked: ""}},
		"12.3": {"xcp-ng": {duration: "une minute", downtime: 87,
			checked: {fr: "ping", en: "a ping"}}}}}' \
		>"$WORK/rep/hvlab-author.json"
	status 1 "$HVLAB" report "$WORK/rep" -f md --draws 1000 \
		-o "$WORK/rep-out" || return 1
	for text in "| XCP-ng | stress 2 cpu, 0 io, 0 vm, 0 hdd | 10 s | ⚠️ " \
		"| Ce qui a été coupé | la VM \\| 200 | – |" \
		"| Temps jusqu’au retour de la VM (s) | 21,5 | – |" \
		"| Durée de la migration (s) | – | une minute |" \
		"| Interruption de la VM (ms) | – | 87 |" "| – | ping |"; do
		has "$WORK/rep-out/report.md" "$text" || return 1
	done
	lacks "$WORK/rep-out/report.md" "Étape facultative" &&
		lacks "$WORK/rep-out/report.md" "Réaction de"
}

report() {
	status 0 "$HVLAB" report "$1" -f md --draws 1000 -o "$1-out"
}

ok "hvlab lab prints the embedded definition" printed
ok "a syntax error is named with its line" broken
ok "unknown metric" mistake '.tests[2].metrics[0].metric = "speed"' \
	'tests[2].metrics[0].metric'
ok "unknown unit" mistake '.tests[1].metrics[0].unit = "furlong"' \
	'tests[1].metrics[0].unit'
ok "unknown key" mistake '.systems[0].colour = "red"' 'systems[0].colour'
ok "unknown system" mistake '.matrices[0].rows[0].cells.vax = "x"' \
	'matrices[0].rows[0].cells.vax'
ok "missing title" mistake 'del(.sections[0].title)' 'sections[0]'
ok "impossible weight" mistake '.use_cases[0].weights.web = 11' \
	'use_cases[0].weights.'
ok "a name that two systems claim" mistake \
	'.systems[1].aliases += ["PVE"]' 'systems[1] : « PVE » est déjà pris'
ok "a condition that no log can meet" mistake '.tests[0].match.treads = 2' \
	'tests[0].match.treads'
ok "no condition at all" mistake '.tests[0].match = {}' 'tests[0].match'
ok "the same metric twice" mistake \
	'.tests[0].metrics[1].metric = .tests[0].metrics[0].metric' \
	'tests[0].metrics[1]'
ok "unknown fact" mistake '.facts[0].fact = "colour"' 'facts[0].fact'
ok "a field of no unit" mistake \
	'(.. | .fields? | select(.) | .[3].unit) |= "furlong"' '.fields[3].unit'
ok "the same field twice" mistake \
	'(.. | .fields? | select(.) | .[1].id) |= "cut"' '.fields[1]'
ok "titles, institution, sections and their order" customised
ok "step 12: logs, what the author reports, or not done" reported
ok "a made-up second lab works through --lab alone" second_lab
