#!/bin/sh
# What hvlab report writes for other programs, and parts of the document.
. tests/tap.sh

SCHEMA=src/data/report.schema.json
FILES="runs.csv comparison.csv decision.csv"
program=$(cd "$(dirname "$HVLAB")" && pwd)/$(basename "$HVLAB")

report() { # LANG FOLDER OPTION...
	lang=$1 folder=$2
	shift 2
	status 0 "$HVLAB" report fixtures/lab --lang "$lang" -o "$folder" "$@"
}

# The demo logs without their author's file.
copy() {
	mkdir -p "$WORK/$1"
	cp -r fixtures/lab/qemu fixtures/lab/xen "$WORK/$1"
}

# One lab with one run of each test.
one_run() {
	mkdir -p "$WORK/single/qemu" "$WORK/single/xen"
	cp -r fixtures/lab/qemu/run1 "$WORK/single/qemu"
	cp -r fixtures/lab/xen/run1 "$WORK/single/xen"
	"$HVLAB" report "$WORK/single" -f csv,json -o "$WORK/one" \
		>"$WORK/out" 2>"$WORK/err"
	[ $? -le 1 ]
}

three() {
	status 0 "$HVLAB" report fixtures/labs/storage-logs \
		--lab fixtures/labs/storage.json -f csv,json -o "$WORK/three"
}

valid() {
	python3 tests/schema.py $SCHEMA "$WORK/fr/report.json" \
		"$WORK/en/report.json" "$WORK/one/report.json" \
		"$WORK/three/report.json" "$WORK/author/report.json"
}

# The validator finds what is wrong: each of these breaks one rule.
strict() {
	for change in 'del(.runs)' '.extra = 1' '.lab.seed = "x"' \
		'.comparison[0].better = "best"' '.lab.confidence = 2' \
		'.runs[0].values[0].value = null' '.systems[0].id = "A B"'; do
		jq "$change" "$WORK/fr/report.json" >"$WORK/broken.json"
		python3 tests/schema.py $SCHEMA "$WORK/broken.json" &&
			{ echo "$change"; return 1; }
	done
	echo '{"x": NaN}' >"$WORK/broken.json"
	! python3 tests/schema.py $SCHEMA "$WORK/broken.json"
}

same_twice() {
	report fr "$WORK/again" -f csv,json &&
		cmp "$WORK/fr/report.json" "$WORK/again/report.json"
}

# What else is written does not change it.
alone() {
	report fr "$WORK/all" -f md,csv,pdf,json --draws 1000 &&
		report fr "$WORK/json" -f json --draws 1000 &&
		cmp "$WORK/all/report.json" "$WORK/json/report.json" &&
		[ "$(ls "$WORK/json")" = report.json ]
}

by_default() {
	report fr "$WORK/default" --draws 1000 &&
		[ ! -e "$WORK/default/report.json" ] &&
		[ -s "$WORK/default/report.md" ] &&
		[ -s "$WORK/default/report.pdf" ] &&
		[ -s "$WORK/default/decision.csv" ]
}

# Settings of the command line and of the author's file are in it.
settings() {
	copy a
	cat >"$WORK/a/hvlab-author.json" <<'JSON'
{"author": "Zoé \"Z\" Œuvrard", "note": "Salle\tB2\\3",
 "stars": {"community": {"proxmox": 2.5}}}
JSON
	status 0 "$HVLAB" report "$WORK/a" -f csv,json -o "$WORK/author" \
		--confidence 90 --margin 4 --seed 7 --draws 1000 \
		--exclude qemu/run2/fio-random-rw.txt &&
		jq -e '.lab.confidence == 0.9 and .lab.margin == 0.04
			and .lab.seed == 7 and .lab.draws == 1000
			and .author == "Zoé \"Z\" Œuvrard"
			and ([.runs[] | select(.excluded)] | length == 1
				and (.[0].counted | not))
			and ([.diagnostics[] | select(.id == "run_excluded")]
				| length == 1)
			and ([.ratings[].systems[] | select(.by_author)
				| .stars] == [2.5])' \
			"$WORK/author/report.json" >"$WORK/jq" &&
		python3 tests/export.py json "$WORK/author"
}

# An old report among the logs is no log.
not_a_log() {
	copy b
	report fr "$WORK/b/qemu-old" -f json --draws 1000 &&
		status 0 "$HVLAB" compare "$WORK/b" && [ ! -s "$WORK/err" ]
}

excel() {
	report fr "$WORK/excel" -f csv --csv-excel &&
		python3 tests/export.py excel "$WORK/fr" "$WORK/excel"
}

# The logs of the first system in one file whose name is a formula.
formula() {
	mkdir -p "$WORK/f"
	cat fixtures/lab/qemu/run1/*.txt >"$WORK/f/=cmd.txt"
	cp -r fixtures/lab/xen "$WORK/f"
	for option in "" --csv-excel; do
		(cd "$WORK/f" && "$program" report proxmox==cmd.txt \
			xcp-ng=xen -f csv,json $option -o out --draws 1000)
		[ $? -le 1 ] || return 1
		grep -q "\"'=cmd.txt\"" "$WORK/f/out/runs.csv" &&
			! grep -E '(^|[,;])"?[=@+]' "$WORK/f/out/runs.csv" &&
			jq -e '[.runs[].file] | index("=cmd.txt")' \
				"$WORK/f/out/report.json" >"$WORK/jq" ||
			return 1
	done
}

wrong() {
	for bad in "--only 99" "--only 6.1,6.9" "--only=" "--only ," \
		"--csv-excel=1" "--summary=2" "--format json,docx" \
		"--format jsn" "--only 6.1 --summary"; do
		status 2 "$HVLAB" report fixtures/lab -o "$WORK/no" $bad &&
			[ -s "$WORK/err" ] && [ ! -e "$WORK/no" ] ||
			{ echo "$bad"; return 1; }
	done
	status 2 "$HVLAB" report fixtures/lab --only || return 1
	for bad in --csv-excel --summary "--only 6.1"; do
		status 2 "$HVLAB" compare fixtures/lab $bad || return 1
	done
	status 2 "$HVLAB" report fixtures/lab --only 6.1,99 --lang en &&
		has "$WORK/err" 'there is no section "99"' &&
		has "$WORK/err" "there are: 1, 2, 2.2, 2.3, 3, 3.1" &&
		status 2 "$HVLAB" report fixtures/lab --only 6.1 --summary &&
		has "$WORK/err" "--only et --summary ne vont pas ensemble"
}

headings() {
	grep '^##* [0-9A-Z.]* ' "$1" | sed 1d | # without the title
		awk '{ print $2 }' | tr '\n' ' '
}

only() {
	report fr "$WORK/only" -f md,pdf --only 6.1,11 --draws 1000 &&
		report fr "$WORK/turned" -f md --only "11.2, 11 ,6.1" \
			--draws 1000 &&
		cmp "$WORK/only/report.md" "$WORK/turned/report.md" &&
		[ "$(headings "$WORK/only/report.md")" = \
			"6.1 11 11.1 11.2 " ] &&
		has "$WORK/only/report.md" "Proxmox VE et XCP-ng" &&
		has "$WORK/only/report.md" \
			"Ces journaux ne viennent pas de Proxmox VE" &&
		lacks "$WORK/only/report.md" "En bref" &&
		python3 tests/boxes.py "$WORK/only/report.pdf"
}

# Every table of the part is in the whole, figure for figure.
part_of_whole() {
	report fr "$WORK/whole" -f md &&
		report fr "$WORK/part" -f md --only 6.1,11 &&
		grep '^|' "$WORK/part/report.md" >"$WORK/rows" &&
		[ "$(wc -l <"$WORK/rows")" -gt 20 ] &&
		! grep -vxFf "$WORK/whole/report.md" "$WORK/rows"
}

two_pages() {
	pages=$(pdfinfo "$1" | sed -n 's/^Pages: *//p')
	[ "$pages" -le 2 ] || { echo "$pages pages"; return 1; }
}

summary() {
	for lang in fr en; do
		report $lang "$WORK/summary-$lang" -f md,pdf --summary &&
			two_pages "$WORK/summary-$lang/report.pdf" &&
			python3 tests/boxes.py \
				"$WORK/summary-$lang/report.pdf" || return 1
	done
	for text in "In brief" "What was compared" "equivalence margin of 2% to 5%" \
		"What each answer is worth" "0 errors, 14 warnings" \
		"These logs do not come from Proxmox VE"; do
		has "$WORK/summary-en/report.md" "$text" || return 1
	done
	! grep '^#* *[0-9]' "$WORK/summary-en/report.md" &&
		grep '^|' "$WORK/summary-fr/report.md" |
		grep -E '\[.*;.*\]' >"$WORK/rows" &&
		[ "$(wc -l <"$WORK/rows")" -ge 5 ]
}

# Two pages whatever is compared: three and five systems, tests that are
# missing, one run each, no facts, a note as long as a page.
crowded() {
	mkdir -p "$WORK/w/qemu" "$WORK/w/xen" "$WORK/w/missing"
	cp fixtures/lab/qemu/run2/*.txt "$WORK/w/qemu"
	cp fixtures/lab/xen/run2/*.txt "$WORK/w/xen"
	cp -r fixtures/lab/qemu fixtures/lab/xen "$WORK/w/missing"
	rm "$WORK"/w/missing/xen/run*/fio-read* "$WORK"/w/missing/*/run*/iperf3*
	for n in 4 5; do
		cp -r fixtures/lab/xen "$WORK/w/x$n"
		# other digits: the same ones would be the same run
		sed -i "s/\(=[0-9]*\)\([0-9]\),/\1$n,/; s/[0-9] *$/$n/" \
			"$WORK/w/x$n"/run*/sysbench*.txt
	done
	jq -n '{note: ("Une phrase assez longue pour être une note. " * 150)}' \
		>"$WORK/w/author.json"
	two="proxmox=fixtures/lab/qemu xcp-ng=fixtures/lab/xen"
	while read -r what logs; do
		for lang in fr en; do
			"$HVLAB" report $logs -f pdf,md --summary --draws 1000 \
				--author-file "$WORK/w/author.json" \
				--lang $lang -o "$WORK/w/$what-$lang" \
				>/dev/null 2>"$WORK/err"
			[ $? -le 1 ] &&
				two_pages "$WORK/w/$what-$lang/report.pdf" &&
				python3 tests/boxes.py \
					"$WORK/w/$what-$lang/report.pdf" ||
				{ echo "$what $lang"; return 1; }
		done
	done <<LOGS
three $two esxi=fixtures/lab/host
five $two esxi=fixtures/lab/host hyper-v=$WORK/w/x4 bhyve=$WORK/w/x5
missing proxmox=$WORK/w/missing/qemu xcp-ng=$WORK/w/missing/xen
one proxmox=$WORK/w/qemu xcp-ng=$WORK/w/xen
baseline fixtures/lab
LOGS
	has "$WORK/w/baseline-fr/report.md" "la suite dans le rapport complet"
}

# The gravest problems come first; those that are left out are counted.
problems() {
	copy p
	for i in 1 2 3 4 5 6 7 8; do echo "$i" >"$WORK/p/xen/run1/x$i.log"; done
	status 1 "$HVLAB" report "$WORK/p" -f md,pdf --summary --lang en \
		-o "$WORK/p-out" --draws 1000 &&
		has "$WORK/p-out/report.md" "Findings: 0 errors, " &&
		lacks "$WORK/p-out/report.md" "x7.log" &&
		two_pages "$WORK/p-out/report.pdf"
}

# Labs that say less: one section; no use cases, no facts, no section.
few_sections() {
	copy c
	"$HVLAB" lab | jq '.sections |= [.[] | select(.number == "6")]
		| .needs = [] | .checklist = []' >"$WORK/few.json"
	for options in "--only 6.2" --summary; do
		status 0 "$HVLAB" report "$WORK/c" --lab "$WORK/few.json" \
			-f md,pdf $options -o "$WORK/few $options" \
			--draws 1000 || return 1
	done
	[ "$(headings "$WORK/few --only 6.2/report.md")" = "6.2 " ] &&
		two_pages "$WORK/few --summary/report.pdf" &&
		status 2 "$HVLAB" report "$WORK/c" --lab "$WORK/few.json" \
			--only 11 -o "$WORK/no" && has "$WORK/err" ": 6, 6.1, 6.2"
}

no_sections() {
	jq '.use_cases = [] | .facts = [] | .needs = [] | .sections = []' \
		fixtures/labs/storage.json >"$WORK/bare.json"
	status 0 "$HVLAB" report fixtures/labs/storage-logs --lang en \
		--lab "$WORK/bare.json" -f md,pdf,json --summary \
		-o "$WORK/bare" &&
		two_pages "$WORK/bare/report.pdf" &&
		lacks "$WORK/bare/report.md" "What was compared" &&
		lacks "$WORK/bare/report.md" "Answer per use case" &&
		python3 tests/schema.py $SCHEMA "$WORK/bare/report.json" &&
		status 2 "$HVLAB" report fixtures/labs/storage-logs \
			--lab "$WORK/bare.json" --only 1 -o "$WORK/no"
}

helps() {
	for lang in fr en; do
		status 0 "$HVLAB" report --help --lang $lang || return 1
		for option in --csv-excel --only --summary md,csv,pdf,json; do
			has "$WORK/out" "$option" || return 1
		done
	done
}

ok "report.json beside the tables, French" report fr "$WORK/fr" -f csv,json
ok "report.json beside the tables, English" report en "$WORK/en" -f csv,json
ok "report.json of one run each" one_run
ok "report.json of three systems of another lab" three
ok "settings, exclusions and the author's stars are in report.json" settings
ok "report.json holds to its schema" valid
ok "what breaks the schema is found" strict
ok "report.json holds what the tables hold" \
	python3 tests/export.py json "$WORK/fr"
ok "the same of one run each" python3 tests/export.py json "$WORK/one"
ok "the same of three systems" python3 tests/export.py json "$WORK/three"
ok "report.json is the same in both languages but for texts" \
	python3 tests/export.py lang "$WORK/fr" "$WORK/en"
ok "same input, same bytes" same_twice
ok "report.json does not depend on the other formats" alone
ok "report.json is written only when asked for" by_default
ok "an old report.json is no log" not_a_log
ok "CSV holds to RFC 4180, numbers are plain" \
	python3 tests/export.py tidy "$WORK/fr"
ok "the same of one run each" python3 tests/export.py tidy "$WORK/one"
ok "the same of three systems" python3 tests/export.py tidy "$WORK/three"
ok "CSV for a French spreadsheet holds the same" excel
ok "a name that is a formula stays guarded" formula
ok "wrong use: exit 2, nothing written" wrong
ok "--only: these sections, in the order of the lab" only
ok "--only: tables as in the whole document" part_of_whole
ok "--summary: two pages, all parts, both languages" summary
ok "--summary: two pages of five systems and of nearly nothing" crowded
ok "--summary: the gravest problems" problems
ok "labs with one section" few_sections
ok "a lab with no section, fact or use case" no_sections
ok "help knows the options" helps
