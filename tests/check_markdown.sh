#!/bin/sh
# The Markdown through real parsers, with names that would be markup.
. tests/tap.sh

report() { # FOLDER LOGS OPTION...
	folder=$1
	shift
	"$HVLAB" report "$@" -f md,csv,json --draws 1000 -o "$folder" \
		>"$WORK/out" 2>"$WORK/err"
	[ $? -le 1 ] || { cat "$WORK/err"; return 1; }
}

documents() {
	mkdir -p "$WORK/one/qemu" "$WORK/one/xen"
	cp fixtures/lab/qemu/run2/*.txt "$WORK/one/qemu"
	cp fixtures/lab/xen/run2/*.txt "$WORK/one/xen"
	for lang in fr en; do
		report "$WORK/demo-$lang" fixtures/lab --lang $lang &&
			report "$WORK/one-$lang" "$WORK/one" --lang $lang &&
			report "$WORK/three-$lang" proxmox=fixtures/lab/qemu \
				xcp-ng=fixtures/lab/xen esxi=fixtures/lab/host \
				--lang $lang &&
			report "$WORK/summary-$lang" fixtures/lab --summary \
				--lang $lang || return 1
	done
}

# each KIND: of every document
each() {
	for folder in "$WORK"/demo-* "$WORK"/one-* "$WORK"/three-* \
		"$WORK"/summary-*; do
		python3 tests/gfm.py "$1" "$folder" ||
			{ echo "$folder"; return 1; }
	done
}

drawings() {
	found=0
	for file in "$WORK"/*/figures/*.svg; do
		xmllint --noout --nonet "$file" || return 1
		found=$((found + 1))
	done
	[ "$found" -ge 30 ]
}

# Logs and an author's file in which everything that can be named is $1.
named() { # NAME FOLDER
	mkdir -p "$2/qemu" "$2/xen"
	cp -r fixtures/lab/qemu/run[12] "$2/qemu"
	cp -r fixtures/lab/xen/run[12] "$2/xen"
	cp fixtures/lab/qemu/vm-facts.txt "$2/qemu"
	# a file cannot be named so long, nor with a slash or a line end in it
	file=$(printf %s "$1" | tr '/\n' '--' | cut -b-120)
	cp fixtures/lab/qemu/run3/fio-read-seq.txt "$2/qemu/f$file.txt"
	echo x >"$2/qemu/g$file.log"
	jq -n --arg n "$1" '{title: $n, author: $n, date: $n, note: $n,
		host: $n, institution: $n,
		systems: {proxmox: {name: ($n + "P"), short: ($n + "P")},
			"xcp-ng": {name: $n, short: $n}},
		remarks: {"1": $n, "6.2": $n},
		reported: {"12.2": {proxmox: {cut: $n}}},
		cells: {interface: {design: {proxmox: $n}}},
		recommendation: {choice: $n, reasons: [$n, $n]}}' \
		>"$2/hvlab-author.json" &&
		report "$2-out" "$2" --title "$1"
}

hostile() {
	named "Plain" "$WORK/n/plain" &&
		python3 tests/gfm.py check "$WORK/n/plain-out" || return 1
	number=0
	while IFS= read -r evil; do
		number=$((number + 1))
		named "$(printf %b "$evil")" "$WORK/n/$number" &&
			python3 tests/gfm.py check "$WORK/n/$number-out" &&
			python3 tests/gfm.py same "$WORK/n/plain-out" \
				"$WORK/n/$number-out" &&
			python3 tests/export.py json "$WORK/n/$number-out" &&
			python3 tests/export.py tidy "$WORK/n/$number-out" ||
			{ echo "$evil"; return 1; }
	done <<-'NAMES'
		a|b
		a\\\\|b\\\\
		`code` ``two``
		__init__ *x* ~~y~~
		<script>alert(1)</script>
		<!-- gone
		=cmd()
		=HYPERLINK("http://x/")
		+1 - one
		- item
		# head
		> quote
		1. one
		| --- | --- |
		[link](http://x) ![image](y.png)
		[^1]: note
		[x]: /url "title"
		&amp; &lt; &#42;
		$x^2$ %s %n %d
		two\\nlines\\n\\n# head
		tab\\there \\r back
		😀 ✅ 漢字 Дмитрий Nguyễn
		مرحبا עברית evil
		\\xff\\xfe bytes
		```
		---
		https://example.org/?a=b&c=d
	NAMES
	[ "$number" -ge 27 ]
}

long_name() {
	# with a sign that turns the direction of reading round
	evil=$(printf '\342\200\256'; printf 'x|%.0s' $(seq 5000))
	named "$evil" "$WORK/long" && python3 tests/gfm.py check \
		"$WORK/long-out" && python3 tests/gfm.py same \
		"$WORK/n/plain-out" "$WORK/long-out" &&
		report "$WORK/long-out" "$WORK/long"
}

ok "documents of two, three and one-run systems" documents
ok "cmark-gfm finds the tables, cells and texts of the file" each check
if command -v pandoc >/dev/null 2>&1; then
	ok "pandoc finds the same tables, cells and texts" each pandoc
else
	tap=$((tap + 1))
	echo "ok $tap - pandoc # SKIP it is not installed"
fi
ok "charts are well-formed XML" drawings
ok "names that would be markup stay text" hostile
ok "a name of 10,000 characters" long_name
