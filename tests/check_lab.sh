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
ok "a made-up second lab works through --lab alone" second_lab
