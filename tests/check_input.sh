#!/bin/sh
# Labs with something wrong: the report is made, each problem is named.
. tests/tap.sh

# what the fixtures give, for the cases below that must give the same
"$HVLAB" report fixtures/lab --format csv -o "$WORK/txt-out" >/dev/null

same_comparison() { # FOLDER
	cmp "$1/comparison.csv" "$WORK/txt-out/comparison.csv"
}

# two NAME: the two guests' logs as a lab of its own in $WORK/NAME
two() {
	mkdir "$WORK/$1" && cp -r fixtures/lab/qemu fixtures/lab/xen "$WORK/$1"
}

# markdown STATUS NAME [OPTION...]: its report, in $WORK/NAME.md
markdown() {
	want=$1
	name_=$2
	shift 2
	status "$want" "$HVLAB" report "$WORK/$name_" --format md,csv \
		-o "$WORK/$name_-out" "$@" || return 1
	cp "$WORK/$name_-out/report.md" "$WORK/$name_.md"
}

# no line of comparison.csv names a winner
no_winner() {
	! grep -E ',(proxmox|xcp-ng),(one_run|spread|all_equal|),(yes|no),' \
		"$1/comparison.csv"
}

lab=$WORK/lab
mkdir "$lab"
cp -r fixtures/lab/qemu fixtures/lab/xen "$lab"
# a system that lacks a test
rm "$lab"/xen/run*/fio-read-seq.txt
# a truncated log, an empty file, a binary file, a log in the wrong place
head -20 fixtures/lab/qemu/run1/sysbench-cpu-20000.txt \
	>"$lab/qemu/run1/sysbench-cpu-20000.txt"
: >"$lab/qemu/run2/fio-write-seq.txt"
head -c 5000 "$HVLAB" >"$lab/xen/run2/photo.txt"
cp fixtures/lab/xen/run1/sysbench-memory.txt "$lab/loose.txt"
mkdir "$lab/archive"
cp fixtures/lab/xen/run1/sysbench-memory.txt "$lab/archive"
status 1 "$HVLAB" report "$lab" -o "$WORK/docs" >"$WORK/log"
code=$?
cp "$WORK/err" "$WORK/report.err"

named() { # FILE:LINE, a word of the message
	grep -F -- "$1" "$WORK/report.err" | grep -qF -- "$2" ||
		{ cat "$WORK/report.err"; return 1; }
}

in_report() {
	for place in sysbench-cpu-20000.txt fio-write-seq.txt photo.txt \
		loose.txt archive; do
		grep -F "$place" "$WORK/docs/report.md" >/dev/null ||
			{ echo "no $place"; return 1; }
	done
}

truncated_unused() {
	! grep 'sysbench-cpu-20000.txt,' "$WORK/docs/runs.csv" |
		grep 'qemu/run1' | grep -q ',yes,'
}

baseline() {
	status 0 "$HVLAB" compare fixtures/lab --baseline none &&
		lacks "$WORK/out" "Perte" || return 1
	status 1 "$HVLAB" compare fixtures/lab --baseline xcp-ng &&
		has "$WORK/err" "un seul système en lice" &&
		has "$WORK/out" "Perte Proxmox" &&
		lacks "$WORK/out" "Perte XCP-ng"
}

gzip_alike() {
	cp -r fixtures/lab "$WORK/gz"
	find "$WORK/gz" -name '*.txt' -exec gzip -n {} +
	status 0 "$HVLAB" report "$WORK/gz" --format csv -o "$WORK/gz-out" &&
		same_comparison "$WORK/gz-out"
}

one_file() { # repetitions as several runs in one file
	mkdir -p "$WORK/cat/qemu" "$WORK/cat/xen" "$WORK/cat/host"
	for s in qemu xen host; do
		cat fixtures/lab/$s/run*/*.txt >"$WORK/cat/$s/all.txt"
		cp fixtures/lab/$s/vm-facts.txt "$WORK/cat/$s"
	done
	status 0 "$HVLAB" report "$WORK/cat" --format csv -o "$WORK/cat-out" &&
		same_comparison "$WORK/cat-out"
}

named_systems() {
	status 0 "$HVLAB" report proxmox=fixtures/lab/qemu \
		xcp-ng=fixtures/lab/xen host=fixtures/lab/host \
		--format csv -o "$WORK/named" &&
		same_comparison "$WORK/named"
}

three() { # the third has no network logs: named, exit 1
	two pair
	status 1 "$HVLAB" report "$WORK/pair" esxi=fixtures/lab/host \
		-o "$WORK/three" &&
		has "$WORK/err" "pas de passage complet pour esxi" &&
		has "$WORK/three/report.md" "| Proxmox / esxi |" &&
		awk '/^## 7 /, /^## 9 /' "$WORK/three/report.md" \
			>"$WORK/three/matrices" &&
		has "$WORK/three/matrices" "| Design |" &&
		lacks "$WORK/three/matrices" "Gagnant de la section" &&
		! grep -E '^\| .* (XCP-ng|Proxmox|Égalité) \|$' \
			"$WORK/three/matrices" | grep -v "Critère\|Fonction" &&
		python3 tests/boxes.py "$WORK/three/report.pdf"
}

single() {
	mkdir -p "$WORK/one/qemu" "$WORK/one/xen"
	cp fixtures/lab/qemu/run2/*.txt "$WORK/one/qemu"
	cp fixtures/lab/xen/run2/*.txt "$WORK/one/xen"
	status 0 "$HVLAB" report "$WORK/one" -o "$WORK/one-out" &&
		has "$WORK/one-out/report.md" \
			"Un passage unique ne désigne pas de gagnant" &&
		no_winner "$WORK/one-out" &&
		has "$WORK/one-out/report.md" \
			"| Performances | – | – | Indécis |" &&
		has "$WORK/one-out/report.md" \
			"la performance est donc tirée comme une inconnue" &&
		grep -E '^homelab,proxmox,performance,[0-9]+,1.00,' \
			"$WORK/one-out/decision.csv" &&
		grep -E '^homelab,xcp-ng,performance,[0-9]+,0.00,' \
			"$WORK/one-out/decision.csv"
}

stress() { # load is no test, and is told where the lab wants it
	mkdir -p "$WORK/load"
	cp -r fixtures/lab/qemu fixtures/lab/xen "$WORK/load"
	cp fixtures/parse/stress/ng-0.17-metrics.txt "$WORK/load/qemu/run1"
	cp fixtures/parse/stress/ng-0.17-interrupted.txt "$WORK/load/xen/run1"
	status 1 "$HVLAB" report "$WORK/load" --format md --lang en \
		-o "$WORK/load-out" &&
		has "$WORK/load-out/report.md" \
			"| Proxmox | stress-ng 2 cpu | 3.02 s | ✅ ran to its end |" &&
		has "$WORK/load-out/report.md" "⚠️ interrupted" &&
		has "$WORK/load-out/report.md" "An optional step, not done" &&
		! grep "matches no test" "$WORK/err"
}

overlap() { # named twice, read twice, counted once, each said
	status 1 "$HVLAB" report fixtures/lab fixtures/lab --format csv \
		-o "$WORK/overlap" || return 1
	for f in fixtures/lab/*/run*/*.txt; do
		grep -F "$f:" "$WORK/err" |
			grep -q "ne compte qu.une fois" ||
			{ echo "no $f"; return 1; }
	done
	same_comparison "$WORK/overlap"
}

copied_runs() {
	for s in qemu xen; do
		mkdir -p "$WORK/copied/$s"
		for r in 1 2 3; do
			cp -r fixtures/lab/$s/run1 "$WORK/copied/$s/run$r"
		done
	done
	markdown 1 copied && no_winner "$WORK/copied-out" &&
		has "$WORK/err" "xen/run3/fio-read-seq.txt" &&
		has "$WORK/copied.md" "Un passage unique ne désigne pas de gagnant" &&
		has "$WORK/copied.md" "| 1 / 1 |" &&
		lacks "$WORK/copied.md" "| 3 / 3 |"
}

text_beside_gzip() {
	cp -r fixtures/lab "$WORK/beside"
	gzip -nk "$WORK"/beside/qemu/run2/sysbench-*.txt
	status 1 "$HVLAB" report "$WORK/beside" --format csv \
		-o "$WORK/beside-out" &&
		has "$WORK/err" "run2/sysbench-memory.txt.gz" &&
		same_comparison "$WORK/beside-out"
}

longer_names() { # pve is an alias of the lab's, pve-old is not
	status 0 "$HVLAB" compare pve-old=fixtures/lab/qemu \
		pve-new=fixtures/lab/xen &&
		grep -E '^Mesure +pve-old +pve-new ' "$WORK/out" &&
		lacks "$WORK/out" "XCP-ng"
}

output_inside() { # the documents of the first run are no logs of the second
	cp -r fixtures/lab "$WORK/in"
	for round in 1 2; do
		SOURCE_DATE_EPOCH=1700000000 status 0 "$HVLAB" report \
			"$WORK/in" -o "$WORK/in/docs" || return 1
		cp -r "$WORK/in/docs" "$WORK/in-$round"
	done
	diff -r "$WORK/in-1" "$WORK/in-2" && same_comparison "$WORK/in-2"
}

unequal_runs() {
	two unequal
	rm "$WORK/unequal/xen/run5/fio-write-seq.txt"
	markdown 0 unequal &&
		awk '/^### 4.4 /, /^## 5 /' "$WORK/unequal.md" \
			>"$WORK/unequal-4.4" &&
		has "$WORK/unequal-4.4" "Écriture séquentielle (n = 5 / 4)" &&
		has "$WORK/unequal-4.4" "Lecture séquentielle (n = 5 / 5)"
}

author_answers() { # mark, winner of the row, score of the section
	two answers
	markdown 0 answers &&
		has "$WORK/answers.md" "Points (oui 1, partiel ½, non 0) : Proxmox 5,5 et XCP-ng 7." &&
		cat >"$WORK/answers/hvlab-author.json" <<'JSON' &&
{"cells": {"backup": {"incremental": {"xcp-ng": {"answer": "no"}}}}}
JSON
		markdown 0 answers &&
		has "$WORK/answers.md" " : Proxmox 5,5 et XCP-ng 6." &&
		grep -E '^\| Sauvegarde incrémentale.* \| ❌ non.* \| Proxmox \|' \
			"$WORK/answers.md"
}

author_wins() {
	two wins
	cat >"$WORK/wins/hvlab-author.json" <<'JSON'
{"cells": {"interface": {"design": {"winner": ["proxmox"]},
 "intuitiveness": {"winner": []}}}}
JSON
	markdown 0 wins &&
		grep -E '^\| Design \| .* \| Proxmox \|$' "$WORK/wins.md" &&
		grep -E '^\| Intuitivité \| .* \| Égalité \|$' "$WORK/wins.md"
}

author_counts() { # a number needs no quotation marks
	two counts
	cat >"$WORK/counts/hvlab-author.json" <<'JSON'
{"cells": {"vm-management": {"create-clicks": {"proxmox": 9, "xcp-ng": 7.5}}}}
JSON
	markdown 0 counts &&
		grep -E '^\| Créer une VM.*nombre de clics \| 9 .* \| 7,5 .*\|$' \
			"$WORK/counts.md" &&
		lacks "$WORK/counts.md" "environ 15"
}

missing_test() { # exit 1, test and system by name
	two missing
	rm "$WORK"/missing/xen/run*/fio-read-seq.txt
	markdown 1 missing &&
		has "$WORK/err" "test manquant : Lecture séquentielle" &&
		has "$WORK/err" "pas de passage complet pour XCP-ng" &&
		lacks "$WORK/err" "pour Proxmox" &&
		has "$WORK/missing.md" "☐ Tous les tests"
}

missing_everywhere() { # nobody did it: a note
	two nowhere
	rm "$WORK"/nowhere/*/run*/fio-read-seq.txt
	markdown 0 nowhere && has "$WORK/err" "test non fait : Lecture"
}

one_system() {
	mkdir "$WORK/alone"
	cp -r fixtures/lab/qemu fixtures/lab/host "$WORK/alone"
	rm "$WORK"/alone/qemu/run*/iperf3-*
	markdown 1 alone && has "$WORK/err" "un seul système en lice" &&
		no_winner "$WORK/alone-out" &&
		lacks "$WORK/alone.md" "Gagnant de la section" &&
		lacks "$WORK/alone.md" "Recommandation : Proxmox" &&
		lacks "$WORK/alone.md" "**Proxmox" &&
		lacks "$WORK/alone.md" "| Égalité |"
}

loopback() { # a machine talking to itself is no network test
	two loop
	sed -i -E 's/10\.[0-9]+\.[0-9]+\.[0-9]+/127.0.0.1/g
		s/192\.168\.[0-9]+\.[0-9]+/127.0.0.1/g' \
		"$WORK"/loop/*/run*/iperf3-*.txt
	markdown 1 loop && has "$WORK/err" "même machine (127.0.0.1)" &&
		has "$WORK/loop.md" "☐ Tous les tests"
}

server_only() { # the servers' logs alone hold the paths
	two servers
	rm "$WORK"/servers/*/run*/iperf3-client.txt
	markdown 0 servers && has "$WORK/servers.md" "☑ Tous les tests" &&
		has "$WORK/servers.md" "| Proxmox → XCP-ng | 5 |" &&
		has "$WORK/servers.md" "| XCP-ng → Proxmox | 5 |"
}

link() {
	cp -r fixtures/lab "$WORK/link"
	ln -s /etc/passwd "$WORK/link/qemu/run1/passwd"
	status 1 "$HVLAB" report "$WORK/link" --format csv -o "$WORK/link-out" &&
		has "$WORK/err" "qemu/run1/passwd" &&
		lacks "$WORK/link-out/runs.csv" "passwd"
}

untouched() {
	find fixtures/lab -type f -exec cksum {} + >"$WORK/before"
	"$HVLAB" report fixtures/lab -o "$WORK/u" >/dev/null 2>&1
	find fixtures/lab -type f -exec cksum {} + | cmp - "$WORK/before"
}

ok "report is made, exit 1" test "$code" = 0
ok "documents are there" test -s "$WORK/docs/report.pdf"
ok "truncated log is named with its line" \
	named "qemu/run1/sysbench-cpu-20000.txt:" "attention"
ok "truncated log does not count" truncated_unused
ok "empty file is named" named "qemu/run2/fio-write-seq.txt" "attention"
ok "binary file is named" named "xen/run2/photo.txt" "attention"
ok "log outside a system's folder is named" named "loose.txt:1" "attention"
ok "folder of no system is named" named "archive" "attention"
ok "missing test is named in the report" \
	has "$WORK/docs/report.md" "Test manquant : "
ok "problems are in the report" in_report
ok "gzip gives the same comparison" gzip_alike
ok "runs in one file give the same comparison" one_file
ok "systems named outright give the same comparison" named_systems
ok "another system besides the lab's" three
ok "baseline can be chosen or switched off" baseline
ok "one run never makes a winner" single
ok "stress runs stand in step 12" stress
ok "links out of the folder are not followed" link
ok "what is named twice counts once" overlap
ok "copies of one run make no winner" copied_runs
ok "a log beside its gzip counts once" text_beside_gzip
ok "longer names are systems of their own" longer_names
ok "documents inside the logs are passed over" output_inside
ok "unequal numbers of runs are shown per test" unequal_runs
ok "an answer of the author changes mark, winner and score" author_answers
ok "the author names winners" author_wins
ok "the author writes numbers as numbers" author_counts
ok "a test that one side lacks: exit 1, both named" missing_test
ok "a test that nobody did: exit 0, a note" missing_everywhere
ok "one system alone: exit 1, no winner" one_system
ok "a loopback test ticks nothing" loopback
ok "servers' logs alone are enough" server_only
ok "inputs are not modified" untouched
