#!/bin/sh
# The life of a run of `hvlab grade`: a disk that refuses, a kill at any
# moment, what it leaves behind, two runs at once, a terminal that shows how
# far it is, marks that are given when the parts of a class are merged.
. tests/tap.sh
CC=${CC:-gcc}
program=$PWD/$BUILD/hvlab # a preloaded library and the sanitizers do not mix
export SOURCE_DATE_EPOCH=1762000000

class=$WORK/class
prepare() {
	"$CC" -shared -fPIC -o "$WORK/refuse.so" tests/refuse.c -ldl || return 1
	run=0
	for who in Ana "Bo B" Cy Élodie; do
		run=$((run + 1))
		for side in qemu:proxmox xen:xcp-ng; do
			mkdir -p "$class/$who/${side#*:}"
			cp "fixtures/lab/${side%:*}/run$run/"*.txt \
				"$class/$who/${side#*:}" || return 1
		done
	done
	grade 1 "$WORK/whole"
}

# grade STATUS FOLDER ARGUMENT...
grade() {
	want_status=$1
	into=$2
	shift 2
	status "$want_status" "$program" grade "$class" -o "$into" --lang en \
		--jobs 1 "$@"
}

# refuse CALL:N:HOW STATUS FOLDER
refuse() {
	REFUSE=$1 LD_PRELOAD=$WORK/refuse.so grade "$2" "$3"
}

same() {
	diff -r "$WORK/whole" "$1"
}

# -- the system refuses --

# What was there is a class of three; nothing of it may be lost.
old() {
	mv "$class/Cy" "$WORK/Cy" && grade 1 "$WORK/old"
	code=$?
	mv "$WORK/Cy" "$class/Cy"
	return $code
}

fresh() {
	rm -rf "$WORK/o" && cp -R "$WORK/old" "$WORK/o"
}

# Files of the class are all old or all new; those of a student are whole.
class_files="class.csv class.md class.pdf integrity.md changes.csv manual.csv
	moodle/manifest moodle/feedback.zip results/ledger.csv"
class_is_old() {
	for f in $class_files; do
		cmp "$WORK/old/$f" "$WORK/o/$f" || return 1
	done
	[ -z "$(find "$WORK/o" -name '*.hvlab-??????')" ]
}

# The N-th call of a process, as long as there is one, then again with leave.
# The worker of the student who is new writes three files, the class nine.
every() { # CALL FIRST STEP MOST
	n=$2
	while [ "$n" -le "$4" ]; do
		fresh && refuse "$1:$n:28" 3 "$WORK/o" &&
			has "$WORK/err" "cannot be written" &&
			class_is_old || { echo "$1:$n"; return 1; }
		n=$((n + $3))
	done
	grade 1 "$WORK/o" && cmp "$WORK/o/class.csv" "$WORK/whole/class.csv" &&
		fresh && refuse "$1:100000:28" 1 "$WORK/o"
}

disk_full() {
	every write 1 5 40
}

unsynced() {
	every syncfs 1 1 1 && fresh && refuse syncfs:2:5 1 "$WORK/o"
}

# Killed over each of the files of the class: each is old or new, and the next
# run makes of it what one run does.
killed() {
	for call in write:1 write:20 write:60 syncfs:1 rename:1 rename:4 \
		rename:8; do
		rm -rf "$WORK/k"
		REFUSE=$call:kill LD_PRELOAD=$WORK/refuse.so "$program" grade \
			"$class" -o "$WORK/k" --lang en --jobs 1 \
			>/dev/null 2>"$WORK/err"
		code=$?
		# one over whose file the worker dies is a student to be looked at
		[ "$code" = 137 ] || [ "$code" = 1 ] || [ "$code" = 3 ] ||
			{ echo "$call: $code"; return 1; }
		[ "$code" != 137 ] || killed_once=yes
		grade 1 "$WORK/k" || return 1
		for f in $(cd "$WORK/whole" && find . -type f); do
			case $f in
			*/changes.csv | */manifest | */feedback.zip) ;;
			*) cmp "$WORK/whole/$f" "$WORK/k/$f" || return 1 ;;
			esac
		done
		[ -z "$(find "$WORK/k" -name '*.hvlab-??????')" ] ||
			{ echo "$call leaves"; return 1; }
	done
	[ "$killed_once" = yes ]
}

# A power failure may cut what was not synced: it is made again.
cut_short() {
	rm -rf "$WORK/c" && cp -R "$WORK/whole" "$WORK/c" &&
		: >"$WORK/c/feedback/Ana.md" &&
		truncate -s 4096 "$WORK/c/feedback/Bo-B.pdf" &&
		truncate -s 100 "$WORK/c/results/Cy.json" || return 1
	kept=$(stat -c %i "$WORK/c/feedback/Élodie.pdf")
	grade 1 "$WORK/c" && [ "$kept" = \
		"$(stat -c %i "$WORK/c/feedback/Élodie.pdf")" ] &&
		diff -r -x changes.csv -x feedback.zip "$WORK/whole" "$WORK/c"
}

# The teacher saves manual.csv while a run is at its end.
saved_meanwhile() {
	rm -rf "$WORK/s" && cp -R "$WORK/whole" "$WORK/s" &&
		printf '%s\n' id,criterion,points,basis Ana,e6_2,1, \
			>"$WORK/s/manual.csv" &&
		printf '%s\n' id,criterion,points,basis Ana,e6_2,1.5, Cy,e6_2,1, \
			>"$WORK/saved" || return 1
	REFUSE_RUN="cp '$WORK/saved' '$WORK/s/manual.csv'" \
		refuse syncfs:1:run 1 "$WORK/s" &&
		cmp "$WORK/saved" "$WORK/s/manual.csv" &&
		has "$WORK/err" "modified during the grading" &&
		[ -z "$(find "$WORK/s" -name '*.hvlab-??????')" ] &&
		grade 1 "$WORK/s" &&
		lacks "$WORK/err" "modified during the grading" &&
		grep '^Ana,e6_2,1.5' "$WORK/s/manual.csv" &&
		[ "$(wc -l <"$WORK/s/manual.csv")" -gt 3 ]
}

# -- what is left behind --

# Only what bears the name and is a file, and only in folders of hvlab.
leftovers() {
	d=$WORK/l
	rm -rf "$d" && cp -R "$WORK/whole" "$d" &&
		mkdir "$d/mine" "$d/gradescope" || return 1
	echo precious >"$WORK/precious"
	for f in results/Ana.json feedback/Ana.md feedback/Zoe.pdf \
		moodle/feedback.zip class.md figures/1.svg \
		gradescope/Ana.json; do
		echo half >"$d/$f.hvlab-aB3dE6"
	done
	echo kept >"$d/feedback/Ana.md.hvlab-toolong"
	echo kept >"$d/feedback/Ana.md.hvlab-a-b-c-"
	echo kept >"$d/feedback/.hvlab-aB3dE6"
	echo kept >"$d/mine/Ana.md.hvlab-aB3dE6"
	ln -s "$WORK/precious" "$d/results/link.hvlab-aB3dE6"
	mkdir "$d/feedback/folder.hvlab-aB3dE6"
	mkfifo "$d/feedback/pipe.hvlab-aB3dE6"
	grade 1 "$d" && (cd "$d" && find . -name '*.hvlab-*' | sort) \
		>"$WORK/left" && cmp "$WORK/left" - <<'LEFT' &&
./feedback/.hvlab-aB3dE6
./feedback/Ana.md.hvlab-a-b-c-
./feedback/Ana.md.hvlab-toolong
./feedback/folder.hvlab-aB3dE6
./feedback/pipe.hvlab-aB3dE6
./mine/Ana.md.hvlab-aB3dE6
./results/link.hvlab-aB3dE6
LEFT
		has "$WORK/precious" precious
}

# The next run would take its own results for a student.
among_submissions() {
	for into in "$class" "$class/out" "$class/Cy/new/out/"; do
		grade 2 "$into" &&
			has "$WORK/err" "would be among the submissions" &&
			[ ! -e "$class/out" ] && [ ! -e "$class/Cy/new" ] ||
			return 1
	done
	(cd "$class" && ! "$program" grade . --lang en 2>"$WORK/err") &&
		has "$WORK/err" "the results (hvlab-grade) would be among" &&
		[ ! -e "$class/hvlab-grade" ] &&
		(cd "$class" && "$program" grade . -o ../beside --format md
			[ $? = 1 ]) && [ -s "$WORK/beside/class.csv" ]
}

# Folders that are not read, here for their depth, may hold what is missing.
unread_folder() {
	d=$WORK/deep
	mkdir -p "$d/Ana/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q" \
		"$d/Bo/a/b/c" &&
		status 1 "$program" grade "$d" -o "$WORK/deeper" --format md &&
		jq -e .waits "$WORK/deeper/results/Ana.json" &&
		jq -e '.waits | not' "$WORK/deeper/results/Bo.json" &&
		has "$WORK/deeper/class.csv" "a pas pu être lu"
}

# A folder that is a link is written into, as the user wants, not cleaned.
linked_folder() {
	d=$WORK/linked
	rm -rf "$d" && mkdir -p "$d" "$WORK/elsewhere" &&
		ln -s "$WORK/elsewhere" "$d/feedback" &&
		echo half >"$WORK/elsewhere/Ana.md.hvlab-aB3dE6" &&
		grade 1 "$d" && [ -s "$WORK/elsewhere/Ana.md" ] &&
		[ -e "$WORK/elsewhere/Ana.md.hvlab-aB3dE6" ]
}

# -- two at once --

# flock(1) is the run that is there already.
two_at_once() {
	d=$WORK/two
	rm -rf "$d" && cp -R "$WORK/whole" "$d" &&
		echo half >"$d/results/Ana.json.hvlab-aB3dE6" || return 1
	flock "$d" sh -c "'$program' grade '$class' -o '$d' --lang en" \
		>"$WORK/out" 2>"$WORK/err"
	[ $? = 3 ] && has "$WORK/err" "another hvlab is at work" &&
		[ -e "$d/results/Ana.json.hvlab-aB3dE6" ] || return 1
	flock "$d" "$program" grade --merge "$d" -o "$WORK/two-merged" \
		--lang en >"$WORK/out" 2>"$WORK/err"
	[ $? = 3 ] && has "$WORK/err" "another hvlab is at work" &&
		grade 1 "$d" && [ ! -e "$d/results/Ana.json.hvlab-aB3dE6" ]
}

# -- a terminal --

# shown FILE ENVIRONMENT...: what the terminal shows of a run
shown() {
	into=$1
	shift
	rm -rf "$WORK/t"
	python3 tests/terminal.py env "$@" "$program" grade "$class" \
		-o "$WORK/t" --lang en --format md --jobs 1 >"$into"
	[ $? = 1 ]
}

# A line for each student but the last, written over, and nothing left of it.
terminal() {
	shown "$WORK/tty" TERM=xterm || return 1
	esc=$(printf '\033')
	tr '\r' '\n' <"$WORK/tty" >"$WORK/lines"
	for line in "1/4 Ana" "2/4 Bo-B" "3/4 Cy"; do
		grep -E "^$esc\\[K$line \\([0-9]+ s\\)\$" "$WORK/lines" ||
			{ cat -v "$WORK/lines"; return 1; }
	done
	[ "$(grep -c '/4 ' "$WORK/lines")" = 3 ] &&
		grep -E "^$esc\\[Khvlab: warning:" "$WORK/lines"
}

no_colour() {
	shown "$WORK/plain" TERM=xterm NO_COLOR=1 &&
		sed 's/([0-9]* s)//g' "$WORK/plain" >"$WORK/a" &&
		sed 's/([0-9]* s)//g' "$WORK/tty" | cmp - "$WORK/a" &&
		! grep -q "$(printf '\033')\[[0-9;]*m" "$WORK/tty"
}

not_shown() {
	for terminal in TERM=dumb TERM= -uTERM; do
		shown "$WORK/dumb" $terminal &&
			[ "$(grep -c . "$WORK/dumb")" = 1 ] &&
			lacks "$WORK/dumb" "$(printf '\033')" &&
			lacks "$WORK/dumb" "/4 " || return 1
	done
	rm -rf "$WORK/t" && grade 1 "$WORK/t" &&
		lacks "$WORK/err" "$(printf '\033')" && lacks "$WORK/err" "/4 "
}

# -- marks given when parts are merged --

# An automatic criterion, manual ones, one above its points, an extension,
# and marks that complete a student.
marks() {
	cat >"$WORK/marks.csv" <<'MARKS'
id,criterion,points,comment,by,date,basis
Ana,e6_2,"1,5",Bien {comment} vu,AB,2025-11-20,
Ana,e2_2,0.25,"Refait, en cours",AB,2025-11-20,
Bo-B,e7,7,,AB,2025-11-20,
Bo-B,e8_10,0.5,,AB,2025-11-20,hffffffffffffffff
Cy,extension,1,,AB,2025-11-20,
Élodie,e6_2,1,,AB,2025-11-20,
Élodie,e7,1,,AB,2025-11-20,
Élodie,e8_10,0.5,,AB,2025-11-20,
Élodie,e9_11,1.5,,AB,2025-11-20,
Élodie,e2_3,,,AB,2025-11-20,
MARKS
	cp "$WORK/marks.csv" "$1"
}

merged_marks() {
	for part in 1 2; do
		rm -rf "$WORK/part$part"
		grade 0 "$WORK/part$part" --gradescope --shard $part/2 ||
			return 1
	done
	rm -rf "$WORK/one" "$WORK/merged" && marks "$WORK/one.csv" &&
		grade 1 "$WORK/one" --gradescope --manual "$WORK/one.csv" &&
		marks "$WORK/merged.csv" &&
		status 1 "$program" grade --merge "$WORK/part1" "$WORK/part2" \
			-o "$WORK/merged" --lang en --gradescope \
			--manual "$WORK/merged.csv" &&
		diff -r "$WORK/one" "$WORK/merged" &&
		cmp "$WORK/one.csv" "$WORK/merged.csv" &&
		has "$WORK/merged/feedback/Ana.md" 'Bien {comment} vu' &&
		jq -e '.complete and .total > 10' \
			"$WORK/merged/results/Élodie.json" &&
		jq -e '.marks[] | select(.criterion == "e8_10") | .review' \
			"$WORK/merged/results/Bo-B.json"
}

# merge STATUS FOLDER...: into a folder that is not there yet
merge() {
	want_status=$1
	shift
	rm -rf "$WORK/m" &&
		status "$want_status" "$program" grade --merge "$@" \
			-o "$WORK/m" --lang en
}

# A part that is missing, not at its end, by other rules or of another
# division; and who is no longer in one.
odd_parts() {
	a=$WORK/part1 b=$WORK/part2 c=$WORK/part3
	merge 2 "$a" && has "$WORK/err" "missing: 2/2" || return 1
	"$program" rubric | jq '.criteria[2].params.prime = 30000' \
		>"$WORK/r.json" &&
		grade 0 "$c" --shard 2/2 --rubric "$WORK/r.json" &&
		merge 2 "$a" "$c" &&
		has "$WORK/err" "part3: error: this part was graded with an" &&
		grade 0 "$c" --shard 2/2 --lang fr && merge 2 "$a" "$c" &&
		has "$WORK/err" "part3: error: this part was graded with --l" &&
		grade 0 "$c" --shard 3/3 && merge 2 "$a" "$c" &&
		has "$WORK/err" "part3: error: this is part 3/3" &&
		rm "$c/run.json" && merge 2 "$a" "$b" "$c" &&
		has "$WORK/err" "no grading that has ended" || return 1
	sed 's/Ana/Zoe/' "$a/results/Ana.json" >"$a/results/Zoe.json" &&
		merge 1 "$a" "$b" && [ ! -e "$WORK/m/results/Zoe.json" ] &&
		lacks "$WORK/m/class.csv" Zoe
}

# Merged once more with other marks; those of the parts stay where the merge
# gives none.
merged_again() {
	sed -i 's/^Ana,e6_2,"1,5"/Ana,e6_2,0.5/' "$WORK/one.csv" \
		"$WORK/merged.csv" &&
		grade 1 "$WORK/one" --gradescope --manual "$WORK/one.csv" &&
		status 1 "$program" grade --merge "$WORK/part1" "$WORK/part2" \
			-o "$WORK/merged" --lang en --gradescope \
			--manual "$WORK/merged.csv" &&
		diff -r "$WORK/one" "$WORK/merged" || return 1
	printf '%s\n' id,criterion,points,basis Ana,e9_11,1, >"$WORK/more.csv"
	status 1 "$program" grade --merge "$WORK/one" -o "$WORK/kept" \
		--lang en --gradescope --manual "$WORK/more.csv" &&
		jq -e '[.marks[] | select(.manual) | .points] ==
			[0.25, 0.5, 1]' "$WORK/kept/results/Ana.json" &&
		cmp "$WORK/one/results/Cy.json" "$WORK/kept/results/Cy.json"
}

ok "a class is graded" prepare
ok "a smaller one is there before" old
ok "disk full at any moment: exit 3, the class's files are the old ones" \
	disk_full
ok "the disk fails at the end: exit 3, the class's files are the old ones" \
	unsynced
ok "killed at any moment and started again: the same bytes, nothing left" \
	killed
ok "feedback that a power failure has cut is made again" cut_short
ok "manual.csv saved during a run is left as the teacher saved it" \
	saved_meanwhile
ok "a run removes what killed ones have left, and nothing else" leftovers
ok "results among the submissions are refused" among_submissions
ok "of whom a folder was not read, somebody has to look" unread_folder
ok "a folder that is a link is not cleaned" linked_folder
ok "two runs at once: the second says so and touches nothing" two_at_once
ok "a terminal shows how far the run is" terminal
ok "NO_COLOR changes nothing: there is no colour" no_colour
ok "a dumb terminal and a pipe are spared" not_shown
ok "marks given when parts are merged are those of one run" merged_marks
ok "parts that do not make one class are refused" odd_parts
ok "other marks at the next merge; those of the parts stay" merged_again
