#!/bin/sh
# Labs with something wrong: the report is made, each problem is named.
. tests/tap.sh

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
		status 0 "$HVLAB" report fixtures/lab --format csv \
			-o "$WORK/txt-out" &&
		cmp "$WORK/gz-out/comparison.csv" "$WORK/txt-out/comparison.csv"
}

one_file() { # repetitions as several runs in one file
	mkdir -p "$WORK/cat/qemu" "$WORK/cat/xen" "$WORK/cat/host"
	for s in qemu xen host; do
		cat fixtures/lab/$s/run*/*.txt >"$WORK/cat/$s/all.txt"
		cp fixtures/lab/$s/vm-facts.txt "$WORK/cat/$s"
	done
	status 0 "$HVLAB" report "$WORK/cat" --format csv -o "$WORK/cat-out" &&
		cmp "$WORK/cat-out/comparison.csv" "$WORK/txt-out/comparison.csv"
}

named_systems() {
	status 0 "$HVLAB" report proxmox=fixtures/lab/qemu \
		xcp-ng=fixtures/lab/xen host=fixtures/lab/host \
		--format csv -o "$WORK/named" &&
		cmp "$WORK/named/comparison.csv" "$WORK/txt-out/comparison.csv"
}

three() { # the third has no network logs: named, exit 1
	mkdir "$WORK/two"
	cp -r fixtures/lab/qemu fixtures/lab/xen "$WORK/two"
	status 1 "$HVLAB" report "$WORK/two" esxi=fixtures/lab/host \
		-o "$WORK/three" &&
		has "$WORK/err" "pas de passage complet pour esxi" &&
		has "$WORK/three/report.md" "| Proxmox / esxi |" &&
		python3 tests/boxes.py "$WORK/three/report.pdf"
}

single() {
	mkdir -p "$WORK/one/qemu" "$WORK/one/xen"
	cp fixtures/lab/qemu/run2/*.txt "$WORK/one/qemu"
	cp fixtures/lab/xen/run2/*.txt "$WORK/one/xen"
	status 0 "$HVLAB" report "$WORK/one" -o "$WORK/one-out" &&
		has "$WORK/one-out/report.md" \
			"un seul passage ne fait pas un gagnant" &&
		! grep -E ',(proxmox|xcp-ng),(one_run|),(yes|no),' \
			"$WORK/one-out/comparison.csv"
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
ok "links out of the folder are not followed" link
ok "inputs are not modified" untouched
