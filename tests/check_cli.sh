#!/bin/sh
# The command line: help, mistakes, refusals of the system.
. tests/tap.sh

helps() {
	for c in report compare plan parse init lab; do
		status 0 "$HVLAB" $c --help && has "$WORK/out" "hvlab $c" &&
			has "$WORK/out" "--lang" || return 1
		status 0 "$HVLAB" --lang en $c --help &&
			has "$WORK/out" "Options:" || return 1
	done
	status 0 "$HVLAB" --help && has "$WORK/out" "hvlab report"
}

versions() {
	status 0 "$HVLAB" --version && has "$WORK/out" "hvlab " &&
		status 0 "$HVLAB" parse --version && has "$WORK/out" "hvlab "
}

wrong() {
	status 2 "$HVLAB" || return 1
	status 2 "$HVLAB" reprot || return 1
	status 2 "$HVLAB" report || return 1
	status 2 "$HVLAB" report --bad fixtures/lab || return 1
	status 2 "$HVLAB" report fixtures/lab --format docx || return 1
	status 2 "$HVLAB" report fixtures/lab --lang de || return 1
	status 2 "$HVLAB" compare "$WORK/nothing" || return 1
	status 2 "$HVLAB" compare fixtures/lab --baseline vax || return 1
	status 2 "$HVLAB" parse /dev/null || return 1
}

# Settings that are no number, or name nothing.
settings() {
	for bad in "--confidence 40" "--confidence x" "--margin -1" \
		"--margin 0x3" "--exclude nothing.txt" "--exclude ," \
		"--exclude run"; do
		status 2 "$HVLAB" compare fixtures/lab $bad || return 1
		[ -s "$WORK/out" ] && return 1
	done
	for bad in "--seed 0" "--draws 1.5" "--draws 10" "--use-case none" \
		"--weights $WORK/nowhere"; do
		status 2 "$HVLAB" decide fixtures/lab $bad || return 1
	done
	status 0 "$HVLAB" compare fixtures/lab --margin "2,5 %" \
		--confidence 90 --lang en &&
		has "$WORK/out" "Equivalence margin of 2.5%" &&
		has "$WORK/out" "90%"
}

# A value that says nothing is a mistake, whatever the option.
empty_values() {
	for option in --title --author --date --output --format --only --lab \
		--baseline --margin --exclude --author-file --weights --seed \
		--lang; do
		for value in "" " "; do
			status 2 "$HVLAB" report fixtures/lab "$option" \
				"$value" && [ ! -s "$WORK/out" ] && has \
				"$WORK/err" "la valeur de $option est vide" ||
				return 1
		done
	done
}

# Leaving a run out is never silent: both verdicts, and a word about the run.
excluding() {
	status 0 "$HVLAB" compare fixtures/lab --lang en \
		--exclude qemu/run2/fio-random-rw.txt,xen/run1/fio-random-rw.txt &&
		has "$WORK/err" "qemu/run2/fio-random-rw.txt:" &&
		has "$WORK/err" "left out of the figures on request" &&
		has "$WORK/out" "4 / 4" &&
		has "$WORK/out" "runs left out on request: 2. With them: Proxmox"
}

decides() {
	status 0 "$HVLAB" decide fixtures/lab --lang en --use-case homelab &&
		cp "$WORK/out" "$WORK/first" &&
		has "$WORK/first" "comes first in" &&
		has "$WORK/first" "The most sensitive" || return 1
	status 0 "$HVLAB" decide fixtures/lab --lang en --use-case homelab &&
		cmp "$WORK/out" "$WORK/first" || return 1
	status 0 "$HVLAB" decide fixtures/lab --lang en &&
		has "$WORK/out" "no clear winner" &&
		has "$WORK/out" "10,000 draws (seed 20240611)" || return 1
	# all that counts is what only the other system has
	echo '{"homelab": {"containers": 0, "monitoring": 10}}' \
		>"$WORK/weights.json"
	"$HVLAB" lab | jq -r '.criteria[].id' >"$WORK/ids"
	jq -n --rawfile ids "$WORK/ids" \
		'{homelab: ($ids | split("\n") | map(select(. != ""))
		| map({(.): (if . == "monitoring" then 10 else 0 end)})
		| add)}' >"$WORK/weights.json"
	status 0 "$HVLAB" decide fixtures/lab --lang en --use-case homelab \
		--weights "$WORK/weights.json" &&
		has "$WORK/out" "XCP-ng" || return 1
	echo '{"homelab": {"nothing": 3}, "office": {}}' >"$WORK/weights.json"
	status 2 "$HVLAB" decide fixtures/lab --lang en \
		--weights "$WORK/weights.json" &&
		has "$WORK/err" 'unknown criterion "nothing"' &&
		has "$WORK/err" 'unknown use case "office"'
}

nothing() {
	mkdir -p "$WORK/empty"
	status 2 "$HVLAB" report "$WORK/empty" -o "$WORK/no" &&
		[ ! -e "$WORK/no" ]
}

# A name that leads nowhere is a mistake, beside good ones too.
nowhere() {
	status 2 "$HVLAB" compare "$WORK/nowhere" &&
		has "$WORK/err" "$WORK/nowhere" || return 1
	status 2 "$HVLAB" report fixtures/lab xen="$WORK/nowhere" \
		-o "$WORK/no" && has "$WORK/err" "$WORK/nowhere" &&
		[ ! -e "$WORK/no" ]
}

# What the system refuses is said in the language of the user.
refusals() {
	echo x >"$WORK/file"
	: >"$WORK/said"
	for command in "compare $WORK/nowhere" "parse $WORK/nowhere" \
		"lab --lab $WORK/nowhere" "lab --lab $WORK" \
		"init $WORK/file" "report fixtures/lab -o $WORK/file" \
		"compare fixtures/lab --author-file $WORK/nowhere"; do
		"$HVLAB" $command >/dev/null 2>"$WORK/err"
		[ $? -ge 2 ] && [ -s "$WORK/err" ] ||
			{ echo "$command"; return 1; }
		cat "$WORK/err" >>"$WORK/said"
	done
	has "$WORK/said" "fichier ou dossier inexistant" &&
		! grep -iE 'no such|directory|denied|not a |is a ' "$WORK/said"
}

unreadable() {
	mkdir -p "$WORK/u"
	cp -r fixtures/lab/qemu fixtures/lab/xen "$WORK/u"
	chmod 000 "$WORK/u/qemu/run1/fio-read-seq.txt"
	# root reads everything
	[ -r "$WORK/u/qemu/run1/fio-read-seq.txt" ] && return 0
	status 1 "$HVLAB" compare "$WORK/u" &&
		has "$WORK/err" "run1/fio-read-seq.txt" &&
		has "$WORK/err" "accès refusé" && lacks "$WORK/err" "denied"
}

# Documents among the logs of a system would be read as logs next time.
output_among_logs() {
	mkdir -p "$WORK/among"
	cp -r fixtures/lab/qemu fixtures/lab/xen "$WORK/among"
	find "$WORK/among" | sort >"$WORK/before"
	for logs in "$WORK/among" "proxmox=$WORK/among/qemu"; do
		status 2 "$HVLAB" report "$logs" -o "$WORK/among/qemu" &&
			has "$WORK/err" "$WORK/among/qemu" || return 1
	done
	status 2 "$HVLAB" report "$WORK/among" -o "$WORK/among" &&
		has "$WORK/err" "(-o)" &&
		find "$WORK/among" | sort | cmp - "$WORK/before"
}

records() {
	status 0 "$HVLAB" parse fixtures/lab/qemu/run1/*.txt &&
		jq -es 'length > 80 and all(has("file") and has("line")
			and has("tool") and has("tool_version") and has("test")
			and has("run") and has("metric") and (.value | type ==
			"number") and has("unit") and has("raw"))' "$WORK/out" \
			>/dev/null &&
		jq -es '[.[] | select(.metric == "read.iops")
			| .value] == [2600, 194]' "$WORK/out" >/dev/null
}

records_csv() {
	status 0 "$HVLAB" parse --format csv fixtures/lab/xen/run1/*.txt &&
		head -1 "$WORK/out" | grep -q \
		'^file,line,tool,tool_version,test,run,metric,value,unit,raw'
}

standard_input() {
	"$HVLAB" parse - <fixtures/lab/qemu/run1/sysbench-memory.txt |
		grep -q '"metric":"throughput","value":196'
}

init_twice() {
	status 0 "$HVLAB" init "$WORK/i" &&
		jq -e '.stars and .cells and .recommendation' \
			"$WORK/i/hvlab-author.json" >/dev/null &&
		status 2 "$HVLAB" init "$WORK/i" &&
		status 0 "$HVLAB" init --force --lang en "$WORK/i" &&
		cp -r fixtures/lab/qemu fixtures/lab/xen "$WORK/i" &&
		status 0 "$HVLAB" report "$WORK/i" -o "$WORK/i-out"
}

author() {
	mkdir -p "$WORK/i"
	cp -r fixtures/lab/qemu fixtures/lab/xen "$WORK/i"
	cat >"$WORK/i/hvlab-author.json" <<'JSON'
{"author": "Zoé", "note": "Salle B2", "stars": {"community": {"proxmox": 2.5}},
 "cells": {"management": {}}, "remarks": {"6.2": "Vu deux fois."},
 "recommendation": {"choice": "Proxmox VE", "reasons": ["parce que"]}}
JSON
	"$HVLAB" lab | jq -r '.matrices[2].id, .criteria[].id' >"$WORK/ids"
	sed -i "s/management/$(head -1 "$WORK/ids")/" "$WORK/i/hvlab-author.json"
	status 0 "$HVLAB" report "$WORK/i" --format md -o "$WORK/i-out" &&
		for text in "Zoé" "Salle B2" "Vu deux fois" \
			"Choix de l’auteur : Proxmox VE" "★★½☆☆ 2,5"; do
			has "$WORK/i-out/report.md" "$text" || return 1
		done
}

installs() {
	DEPS=0 make -s install PREFIX=/usr DESTDIR="$WORK/root" &&
		"$WORK/root/usr/bin/hvlab" --version
}

ok "help everywhere, in both languages" helps
ok "version everywhere" versions
ok "wrong use: exit 2" wrong
ok "wrong settings: exit 2, nothing printed" settings
ok "empty values of options: exit 2, nothing written" empty_values
ok "runs left out: both verdicts" excluding
ok "decide: answers, weights, seed" decides
ok "nothing usable: exit 2, nothing written" nothing
ok "operand that does not exist: exit 2, its name" nowhere
ok "refusals of the system are in French" refusals
ok "unreadable log is named in French: exit 1" unreadable
ok "documents among the logs: exit 2, nothing written" output_among_logs
ok "parse gives one JSON record a line" records
ok "parse gives CSV" records_csv
ok "parse reads standard input" standard_input
ok "init makes an author's file, once" init_twice
ok "what the author says is shown" author
ok "make install with PREFIX and DESTDIR" installs
