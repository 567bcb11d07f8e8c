#!/bin/sh
# hvlab check and hvlab explain, end to end.
. tests/tap.sh

SCHEMA=src/data/check.schema.json
JQ="jq -e"

check() { # STATUS ARGUMENT...
	want=$1
	shift
	status "$want" "$HVLAB" check "$@"
}

# The demo logs without their author's file; OLD replaced by NEW in a file.
copy() {
	mkdir -p "$WORK/$1"
	cp -r fixtures/lab/qemu fixtures/lab/xen "$WORK/$1"
}

edit() { # FILE OLD NEW
	sed "s/$2/$3/" "$1" >"$WORK/.edit" && ! cmp -s "$1" "$WORK/.edit" &&
		mv "$WORK/.edit" "$1"
}

# -- the recorded lab: right, complete, each thing said once --

recorded() {
	check 0 fixtures/lab --lang en --format json -o "$WORK/lab.json" &&
		[ ! -s "$WORK/out" ] && [ ! -s "$WORK/err" ] || return 1
	$JQ '.counts.error == 0 and .counts.warning == 14' "$WORK/lab.json" ||
		return 1
	for rule in fio-page-cache network-one-core guest-emulated \
		cpu-model-generic machines-differ cpu-flags-differ \
		machine-unexpected vcpu-starved memory-timer-cost \
		memory-small-blocks network-path baseline-memory-speed \
		sysbench-time-limited; do
		[ "$(jq "[.findings[] | select(.rule == \"$rule\")] | length" \
			"$WORK/lab.json")" = 1 ] || { echo "$rule"; return 1; }
	done
	$JQ '[.findings[] | select(.rule == "fio-page-cache").places[]]
		| length == 39' "$WORK/lab.json" &&
		$JQ '[.findings[] | select(.family == "genuine")] == []' \
			"$WORK/lab.json"
}

# Every place in a file has the line that was read there, word for word.
evidence() {
	jq -r '.findings[].places[] | select(.line) |
		[.file, .line, .read] | @tsv' "$WORK/lab.json" |
		while IFS="$(printf '\t')" read -r file line text; do
			start=$(printf '%s' "$text" | cut -c1-20)
			sed -n "${line}p" "$file" | grep -qF -- "$start" || {
				echo "$file:$line: $text"
				exit 1
			}
		done
}

once() { # a headline a rule, in both languages
	for lang in fr en; do
		check 0 fixtures/lab --lang $lang || return 1
		sed -n 's/^\[.*(\([a-z0-9-]*\))$/\1/p' "$WORK/out" >"$WORK/ids"
		[ "$(wc -l <"$WORK/ids")" -ge 20 ] &&
			[ -z "$(sort "$WORK/ids" | uniq -d)" ] || return 1
	done
}

gravest_first() {
	copy grave
	edit "$WORK/grave/qemu/run2/sysbench-cpu-20000.txt" 704.93 904.93 &&
		check 1 "$WORK/grave" --lang en && head -1 "$WORK/out" |
		grep '^\[error\]' && has "$WORK/out" "(arithmetic)" &&
		has "$WORK/out" "events per second: 904.93" &&
		has "$WORK/err" "findings at the level of an error: 1"
}

# -- formats --

formats() {
	check 0 fixtures/lab --format md --lang en -o "$WORK/lab.md" &&
		grep -q '^# 1 \|^## 1 ' "$WORK/lab.md" &&
		check 0 fixtures/lab --format csv -o "$WORK/lab.csv" &&
		head -1 "$WORK/lab.csv" | grep -q '^.*rule,family,severity' &&
		python3 - "$WORK/lab.csv" <<'PY'
import csv, sys
rows = list(csv.reader(open(sys.argv[1], encoding="utf-8-sig")))
sys.exit(any(len(r) != 12 for r in rows) or len(rows) < 150)
PY
}

valid() {
	check 1 "$WORK/grave" --format json -o "$WORK/grave.json" &&
		check 0 fixtures/lab --format json --lang fr -o "$WORK/fr.json" &&
		check 1 proxmox=fixtures/lab/qemu xcp-ng=fixtures/lab/xen \
			--lab fixtures/labs/any.json --format json \
			-o "$WORK/any.json" &&
		python3 tests/schema.py $SCHEMA "$WORK/lab.json" \
			"$WORK/fr.json" "$WORK/grave.json" \
			"$WORK/any.json" || return 1
	for change in 'del(.counts)' '.findings[0].severity = "off"' \
		'.findings[0].places[0].line = 0' '.x = 1'; do
		jq "$change" "$WORK/lab.json" >"$WORK/broken.json"
		python3 tests/schema.py $SCHEMA "$WORK/broken.json" &&
			{ echo "$change"; return 1; }
	done
	return 0
}

junit() {
	check 1 "$WORK/grave" --format junit -o "$WORK/grave.xml" &&
		check 0 fixtures/lab --format junit -o "$WORK/lab.xml" &&
		python3 tests/junit.py "$WORK/grave.xml" "$WORK/lab.xml" &&
		has "$WORK/grave.xml" '<failure type="arithmetic"' &&
		lacks "$WORK/lab.xml" '<failure' &&
		has "$WORK/grave.xml" '    sysbench cpu --cpu-max-prime=' &&
		has "$WORK/grave.xml" 'events per second: 904.93' || return 1
	# a colon is there for the command that follows
	! grep -A1 ':$' "$WORK/lab.xml" | grep 'fixtures/lab/' || return 1
	sed 's/tests="/tests="1/' "$WORK/lab.xml" >"$WORK/bad.xml"
	python3 tests/junit.py "$WORK/bad.xml" && return 1
	sed 's/<failure /<failure x="1" /' "$WORK/grave.xml" >"$WORK/bad.xml"
	! python3 tests/junit.py "$WORK/bad.xml"
}

same_findings() { # whatever the format, whatever the language
	jq -r '.findings[] | .rule as $r | .places[] | $r' "$WORK/lab.json" |
		sort >"$WORK/a"
	tail -n +2 "$WORK/lab.csv" | cut -d, -f1 | sort >"$WORK/b"
	cmp "$WORK/a" "$WORK/b" &&
		[ "$(jq '[.findings[] | [.rule, .severity,
			(.places | map([.file, .line]))]]' "$WORK/lab.json")" = \
		"$(jq '[.findings[] | [.rule, .severity,
			(.places | map([.file, .line]))]]' "$WORK/fr.json")" ]
}

twice() {
	check 0 fixtures/lab --format json -o "$WORK/again.json" &&
		cmp "$WORK/fr.json" "$WORK/again.json"
}

wrong() {
	check 2 fixtures/lab --format xml && has "$WORK/err" "xml" &&
		check 2 fixtures/lab --format json,csv && check 2 &&
		check 2 "$WORK/nowhere" &&
		check 3 fixtures/lab -o "$WORK/no/such/folder" &&
		check 2 fixtures/lab --confidence 90
}

# -- colour --

# In a pseudo-terminal; script(1) hands the status on.
in_terminal() { # ENVIRONMENT...
	env -u NO_COLOR TERM=xterm "$@" script -qec \
		"$HVLAB check fixtures/lab --lang en" /dev/null >"$WORK/tty"
}

colour() {
	esc=$(printf '\033')
	in_terminal && grep -q "$esc\[33m\[warning\]$esc\[0m" "$WORK/tty" ||
		return 1
	in_terminal NO_COLOR=1 && lacks "$WORK/tty" "$esc" &&
		in_terminal TERM=dumb && lacks "$WORK/tty" "$esc" &&
		check 0 fixtures/lab && lacks "$WORK/out" "$esc"
}

# -- hostile names and contents --

hostile() {
	esc=$(printf '\033')
	log="=cmd|' <&\"> ${esc}[31m]]>.txt"
	mkdir -p "$WORK/h/proxmox/run 1" "$WORK/h/xcp-ng"
	sed 's/704.93/904.93/' fixtures/lab/qemu/run2/sysbench-cpu-20000.txt \
		>"$WORK/h/proxmox/run 1/$log"
	printf 'fio-3.33\n%s%s is not a directory\n' "$esc" \
		'fio: <b>~/x]]>&amp;|`' >"$WORK/h/xcp-ng/=1+1.txt"
	printf '\377\376\000\001' >"$WORK/h/xcp-ng/-rf.bin"
	for format in text md csv json junit; do
		check 1 "$WORK/h" --format $format &&
			cp "$WORK/out" "$WORK/h.$format" &&
			lacks "$WORK/h.$format" "$esc" || return 1
	done
	python3 tests/junit.py "$WORK/h.junit" &&
		python3 tests/schema.py $SCHEMA "$WORK/h.json" &&
		! grep -E '(^|,)"?[=+@-][0-9a-z]' "$WORK/h.csv" &&
		! grep -F '<b>' "$WORK/h.md"
}

# -- failed labs --

# The commands as printed on the sheet: fio refuses, and says so.
tilde() {
	mkdir -p "$WORK/t/proxmox"
	cp fixtures/parse/fio/no-directory.txt "$WORK/t/proxmox"
	check 1 "$WORK/t" --lang en && has "$WORK/out" "(tool-failed)" &&
		has "$WORK/out" "is not a directory" &&
		has "$WORK/out" '    fio --name=write-seq --directory="$HOME/' &&
		lacks "$WORK/err" "is not a directory"
}

gone() { # no log at all is wrong use
	mkdir -p "$WORK/empty/proxmox"
	check 2 "$WORK/empty" -o "$WORK/no-file" && [ ! -e "$WORK/no-file" ]
}

# -- in the report --

in_report() {
	"$HVLAB" report "$WORK/grave" --lang en -f md,csv,json \
		-o "$WORK/r" >"$WORK/out" 2>"$WORK/err"
	[ $? = 1 ] && has "$WORK/err" "see hvlab explain arithmetic" &&
		has "$WORK/r/report.md" "Figures of a log contradict each other" &&
		has "$WORK/r/report.md" '(n = 4 / 5) \[1, ' &&
		has "$WORK/r/report.md" "- \\[1\\] Figures of a log contradict" &&
		has "$WORK/r/report.md" "keeps the figures it touches out" &&
		lacks "$WORK/err" "page cache"
}

# Different options: figures are shown, nobody wins.
barred() {
	copy bar
	for n in 1 2 3 4 5; do
		edit "$WORK/bar/qemu/run$n/fio-random-rw.txt" \
			'ioengine=psync' 'ioengine=sync' || return 1
	done
	"$HVLAB" report "$WORK/bar" --lang en -f csv -o "$WORK/bar-out" \
		>"$WORK/out" 2>"$WORK/err"
	[ $? = 1 ] || return 1
	! grep '^disk-random-rw,' "$WORK/bar-out/comparison.csv" |
		grep -E ',(proxmox|xcp-ng|equal),'
}

# Said by a rule: not a second time among the problems.
unified() {
	copy u
	rm "$WORK/u/xen/run"*/fio-read-seq.txt
	check 1 "$WORK/u" --lang en && has "$WORK/out" "(test-missing)" &&
		lacks "$WORK/err" "missing test"
}

# -- settings of a lab, explain --

settings() {
	"$HVLAB" lab | jq '.rules = {"arithmetic": "warning",
		"fio-page-cache": "off", "run-short": {"seconds": 31}}' \
		>"$WORK/soft.json"
	check 0 "$WORK/grave" --lab "$WORK/soft.json" --lang en &&
		has "$WORK/out" "[warning] Figures of a log" &&
		lacks "$WORK/out" "(fio-page-cache)" &&
		grep -A1 "(run-short)" "$WORK/out" | grep -q "^Sequential" ||
		return 1
	"$HVLAB" lab | jq '.rules = {"fio-pagecache": "off"}' >"$WORK/x.json"
	check 2 fixtures/lab --lab "$WORK/x.json" --lang en &&
		has "$WORK/err" 'rules.fio-pagecache: unknown rule "fio-pagecache"'
}

explained() {
	for lang in fr en; do
		status 0 "$HVLAB" explain --lang $lang || return 1
		for id in $(sed -n 's/^RULE([A-Z0-9_]*, "\([a-z0-9-]*\)".*/\1/p' \
			src/model/rule.in); do
			grep -q "^$id " "$WORK/out" || { echo "$id"; return 1; }
			status 0 "$HVLAB" explain "$id" --lang $lang &&
				[ "$(wc -l <"$WORK/out")" -ge 5 ] || return 1
			status 0 "$HVLAB" explain --lang $lang || return 1
		done
	done
	status 0 "$HVLAB" explain run-short --lang en &&
		has "$WORK/out" "setting seconds = 10" &&
		has "$WORK/out" "This rule judges" &&
		status 0 "$HVLAB" explain run-short --lab "$WORK/soft.json" \
			--lang en && has "$WORK/out" "setting seconds = 31" &&
		status 0 "$HVLAB" explain run-short few-runs --lang en &&
		[ "$(grep -c '^$' "$WORK/out")" = 1 ] &&
		status 2 "$HVLAB" explain no-rule && has "$WORK/err" "no-rule"
}

helps() {
	for lang in fr en; do
		status 0 "$HVLAB" check --help --lang $lang &&
			has "$WORK/out" "junit" && has "$WORK/out" "--lab" &&
			has "$WORK/out" "--output" &&
			status 0 "$HVLAB" explain --help --lang $lang ||
			return 1
	done
}

ok "the recorded lab: each thing once, nobody accused" recorded
ok "evidence is the line of the file" evidence
ok "a headline per rule, both languages" once
ok "an edited figure: error, first, exit 1" gravest_first
ok "Markdown and CSV" formats
ok "JSON holds to its schema" valid
ok "JUnit as a reader of test reports expects it" junit
ok "the same findings in all formats and languages" same_findings
ok "same input, same bytes" twice
ok "wrong use: exit 2; a file that cannot be written: 3" wrong
ok "colour in a terminal alone, and not with NO_COLOR" colour
ok "hostile names and contents in every format" hostile
ok "fio refused the tilde: said, with the right command" tilde
ok "a folder without logs" gone
ok "findings stand in the report, an error takes the run out" in_report
ok "different options: no verdict" barred
ok "what a rule says is not said twice" unified
ok "a lab switches off, softens, sets thresholds" settings
# Every code that the files of a tool name has its row, and no other.
identities() {
	for tool in sysbench fio iperf3; do
		cat src/checks/$tool*.c | grep -o '"[RTJP][0-9][0-9a-z]*"' |
			sort -u >"$WORK/codes"
		sed -n "s/^IDENTITY(\"$tool\", \(\"[^\"]*\"\),\$/\1/p" \
			src/checks/identity.in | sort >"$WORK/rows"
		[ -s "$WORK/codes" ] && diff "$WORK/codes" "$WORK/rows" ||
			return 1
	done
	status 0 "$HVLAB" explain arithmetic --lang fr &&
		has "$WORK/out" "bande passante = octets / durée"
}

ok "every rule is explained in both languages" explained
ok "every rule of arithmetic is explained" identities
ok "help of both commands" helps
ok "edited logs are told from intact ones" \
	told "$WORK/integrity" python3 tests/integrity.py "$BUILD/hvlab" 25
grep -v '^WRONG' "$WORK/integrity" | sed 's/^/# /'
