#!/bin/sh
# `hvlab grade` from end to end: every case of a submission with what has to
# come of it, what Moodle and the teacher see, runs that are repeated, stopped,
# spread over machines, and submissions meant to do harm.
#
# The cases are numbered; those of one student each are in
# tests/grade_scenarios.py and make one class. GRADE_CLASS is the size of the
# class in which honest, partial, odd, copied and forged submissions are told
# apart (300). Where each case is (a letter tells variants apart):
#
#   1, 1r        grade_scenarios.py; "who waits for marks by hand" below
#   2            "every layout of Moodle's zip", make_layouts
#   3, 4         grade_scenarios.py, the class graded under LANG=C
#   5            grade_scenarios.py; "names that are formulas", look_defused
#   6a, 6b       grade_scenarios.py
#   7, 8         make_anonymous, make_team and their look_
#   9            "who handed nothing in", look_absent
#   10, 10b, 11  grade_scenarios.py; an empty folder also in make_hostile
#   12a to 12c   grade_scenarios.py; memory in make_hostile
#   13, 14       grade_scenarios.py, make_hostile; "written outside" below
#   15a to 46    grade_scenarios.py
#   47a, 47b     grade_scenarios.py; the honest of the large class, look_class
#   48           make_pair
#   49 to 54     grade_scenarios.py
#   55 to 58     make_again, "again" below
#   59           "killed half-way" below
#   60, 61       make_moodle and tests/moodle.py; the large class too
#   62           make_late
#   63           make_pictures; the large class
#   64, 70a to 73  grade_scenarios.py
. tests/tap.sh

RELEASE=$BUILD/hvlab
CLASS=${GRADE_CLASS:-300}
export SOURCE_DATE_EPOCH=1762000000

runs() {
	python3 tests/grade_runs.py "$@"
}

# grade N FOLDER ARGUMENT...: what is in FOLDER, graded into FOLDER/out with
# exit status N
grade() {
	grade_status=$1
	grade_folder=$2
	shift 2
	set -- "$HVLAB" grade "$grade_folder/class.zip" \
		-o "$grade_folder/out" --format md "$@"
	[ ! -f "$grade_folder/moodle.csv" ] ||
		set -- "$@" --worksheet "$grade_folder/moodle.csv"
	[ ! -f "$grade_folder/manual.csv" ] ||
		set -- "$@" --manual "$grade_folder/manual.csv"
	status "$grade_status" "$@"
}

# -- the cases --

cases=$WORK/cases
graded() {
	python3 tests/grade_scenarios.py build "$cases" &&
		LC_ALL=C grade 1 "$cases" --jobs 2
}

# names that climb out of the archive of case 13
outside() {
	found=$(find / . -maxdepth 1 -name 'evil*' &&
		find "$WORK" -name 'evil*')
	[ -z "$found" ] || {
		echo "$found"
		return 1
	}
}

ok "the class of cases is graded under LANG=C" graded
python3 tests/grade_scenarios.py check "$cases/out" "$tap"
looked=$?
tap=$((tap + $(python3 tests/grade_scenarios.py list | wc -l)))
ok "every case was looked at" test "$looked" -eq 0
ok "5: names that are formulas" runs look defused "$cases/out"
ok "the class report draws the totals" runs look totals "$cases/out"
ok "9: who handed nothing in" runs look absent "$cases/out" \
	"$cases/moodle.csv"
ok "13: nothing is written outside the folder" outside
ok "1: who waits for marks by hand has his row as it was" \
	runs look pending "$cases/out" "$cases/moodle.csv"

# -- layouts, anonymous marking, teams, pairs --

layouts() {
	place=$WORK/layouts
	runs make layouts "$place" || return 1
	for layout in new.zip old.zip flat.zip unpacked; do
		status 1 "$HVLAB" grade "$place/$layout" \
			-o "$place/out-$layout" --format md || return 1
	done
	runs look same "$place/out-new.zip" "$place/out-old.zip" \
		"$place/out-flat.zip" "$place/out-unpacked"
}

# small WHAT ARGUMENT...: a small class, graded and looked at
small() {
	what=$1
	shift
	runs make "$what" "$WORK/$what" &&
		grade 1 "$WORK/$what" --provisional &&
		runs look "$what" "$WORK/$what/out" "$@"
}

team() {
	small team && has "$WORK/err" "le rendu du groupe par défaut"
}

# The worksheet of others, one that lacks a student and has another maximum and
# a locked row.
worksheets() {
	with="$HVLAB grade $WORK/anonymous/class.zip -o $WORK/with --format md"
	status 1 $with --worksheet "$WORK/pair/moodle.csv" &&
		has "$WORK/err" "aucun rendu (il y en a 2 : 201, 202)" &&
		sed 's/Participant 202/Participant 299/; s/20\.00/100.00/
			s/,Yes,/,No,/' "$WORK/anonymous/moodle.csv" \
			>"$WORK/moodle.csv" &&
		status 1 $with --worksheet "$WORK/moodle.csv" --provisional &&
		has "$WORK/err" "sans ligne dans cette feuille" &&
		has "$WORK/err" "1 (202)" &&
		has "$WORK/err" "100 dans Moodle et 20 dans le barème" &&
		has "$WORK/err" "laissées telles quelles : 1"
}

ok "2: every layout of Moodle's zip gives the same bytes" layouts
ok "7: anonymous marking" small anonymous
ok "8: a team's mark is that of every member" team
ok "48: a declared pair may share its logs" small pair
ok "a worksheet that does not fit is told" worksheets

# -- what Moodle and the teacher see --

moodle() {
	runs make moodle "$WORK/moodle" &&
		grade 1 "$WORK/moodle" &&
		has "$WORK/out" "mises à jour : 3, dont 1 seulement si la case" &&
		python3 tests/moodle.py "$WORK/moodle/moodle.csv" \
			"$WORK/moodle/out/moodle/worksheet.csv" \
			"$WORK/moodle/out/moodle/feedback.zip" \
			"$WORK/moodle/expected.json"
}

late() {
	small late 0 2 0 0 &&
		runs make late "$WORK/late" 1 &&
		grade 1 "$WORK/late" --provisional &&
		runs look late "$WORK/late/out" 0 2 1 0
}

ok "60, 61: Moodle takes a French worksheet with nasty comments" moodle
ok "62: grace, days and extensions, also one that changes" late

# -- again --

again=$WORK/again

# The teacher fills in the marks of 702 in the file hvlab left.
mark_by_hand() {
	awk -F, -v OFS=, '$1 == 702 && $3 == "" {
		$3 = $2 == "e8_10" ? 0.5 : $2 == "e12" ? "" : 1.5
		if ($2 == "e7") $3 = 1 } 1' "$again/out/manual.csv" \
		>"$again/manual.csv"
}

unchanged() {
	runs make again "$again" &&
		grade 1 "$again" &&
		runs look delta "$again/out" 3 &&
		cp -R "$again/out" "$again/before" &&
		grade 1 "$again" &&
		runs look delta "$again/out" 0 &&
		runs look same "$again/before" "$again/out" \
			-moodle/feedback.zip -changes.csv &&
		grade 1 "$again" --all &&
		cmp "$again/out/moodle/feedback.zip" \
			"$again/before/moodle/feedback.zip"
}

by_hand() {
	mark_by_hand &&
		cp "$again/manual.csv" "$again/marks.csv" &&
		grade 1 "$again" &&
		runs look kept "$again/marks.csv" "$again/manual.csv" &&
		runs look delta "$again/out" 1
}

another_rubric() {
	"$HVLAB" rubric | jq '.criteria[2].params.prime = 30000' \
		>"$again/rubric.json" &&
		grade 1 "$again" --rubric "$again/rubric.json" &&
		runs look rubric "$again/out" &&
		grade 1 "$again"
}

resubmitted() {
	runs make again "$again" other &&
		grade 1 "$again" &&
		runs look review "$again/out"
}

# Lines that are wrong are told and stay.
odd_marks() {
	{
		cat "$again/manual.csv"
		echo '701,e6_2,99,trop,AB,2025-11-20,'
		echo '799,e6_2,1,inconnue,AB,2025-11-20,'
		echo '702,e6_2,0.25,double,AB,2025-11-20,'
		echo '703,e99,1,critère,AB,2025-11-20,'
	} >"$again/odd.csv"
	cp "$again/odd.csv" "$again/manual.csv"
	lines=$(wc -l <"$again/odd.csv")
	grade 1 "$again" || return 1
	for back in 3 2 1 0; do
		has "$WORK/err" "manual.csv:$((lines - back)): " || return 1
	done
	runs look kept "$again/odd.csv" "$again/manual.csv" &&
		runs look capped "$again/out"
}

ok "55: the same again changes no byte and delivers nothing" unchanged
ok "marks by hand are taken, their file is kept" by_hand
ok "56: another rubric keeps the marks by hand" another_rubric
ok "57: another submission keeps them, to be reviewed" resubmitted
ok "58: odd rows of manual.csv are told with their line" odd_marks

# -- a large class: found and not found, stopped, spread --

large=$WORK/large

# whole FOLDER ARGUMENT...: the class into FOLDER by the program as it is used
whole() {
	into=$1
	shift
	status 1 "$RELEASE" grade "$large/class.zip" -o "$into" --format md \
		--worksheet "$large/moodle.csv" "$@"
}

told_apart() {
	python3 tests/grade_class.py "$large" "$CLASS" &&
		whole "$large/out" --jobs 2 &&
		runs look class "$large/out" "$large/truth.json"
}

# The class with all its marks, imported.
imported() {
	runs make marks "$large" &&
		whole "$large/marked" --jobs 2 --manual "$large/marks.csv" &&
		runs make expected "$large" "$large/marked" &&
		python3 tests/moodle.py "$large/moodle.csv" \
			"$large/marked/moodle/worksheet.csv" \
			"$large/marked/moodle/feedback.zip" \
			"$large/expected.json"
}

any_jobs() {
	LC_ALL=C TZ=Asia/Tokyo whole "$large/one" --jobs 1 &&
		whole "$large/five" --jobs 5 &&
		runs look same "$large/out" "$large/one" "$large/five"
}

# What was done is not done again: the first file stays as it is.
stopped() {
	runs stop 60 "$large/stopped" 20 "$RELEASE" grade "$large/class.zip" \
		-o "$large/stopped" --format md --jobs 2 \
		--worksheet "$large/moodle.csv" || return 1
	first=$(find "$large/stopped/results" -name '*.json' | sort | head -1)
	before=$(stat -c %i "$first")
	whole "$large/stopped" --jobs 2 &&
		[ "$before" = "$(stat -c %i "$first")" ] &&
		runs look same "$large/out" "$large/stopped"
}

merged() {
	"$RELEASE" grade --merge "$large"/shard-? -o "$large/merged" \
		--format md --worksheet "$large/moodle.csv" >"$WORK/out" \
		2>"$WORK/err"
	[ $? -eq 1 ] || {
		cat "$WORK/err"
		return 1
	}
	runs look same "$large/out" "$large/merged"
}

shards() {
	for i in 1 2 3; do
		"$RELEASE" grade "$large/class.zip" -o "$large/shard-$i" \
			--format md --shard "$i/3" --jobs 1 \
			--worksheet "$large/moodle.csv" >/dev/null 2>&1
		[ $? -le 1 ] || return 1
	done
	merged
}

parallel_shards() {
	rm -rf "$large"/shard-? "$large/merged"
	parallel --jobs 2 --halt never "$RELEASE" grade "$large/class.zip" \
		-o "$large/shard-{}" --format md --shard "{}/4" --jobs 1 \
		--worksheet "$large/moodle.csv" ::: 1 2 3 4 >/dev/null 2>&1
	merged
}

told_apart >"$WORK/told" 2>&1
told=$?
grep '^#' "$WORK/told"
ok "47, 63: a class of $CLASS: no false alarm, copies and forgeries found" \
	sh -c "cat '$WORK/told'; exit $told"
ok "Moodle takes the worksheet and the zip of the class of $CLASS" imported
ok "the same bytes whatever --jobs, locale and time zone" any_jobs
ok "59: killed half-way and started again, the same bytes" stopped
ok "shards merged are one run" shards
if command -v parallel >/dev/null 2>&1; then
	ok "the same under GNU parallel" parallel_shards
fi

# -- meant to do harm, and large --

# measured NAME FOLDER MIB: the program on it, in a folder of its own, with that
# much memory at most, and bounds on address space and processor time that only
# a leak would reach
measured() {
	in=$WORK/around/$1
	mkdir -p "$in"
	(
		ulimit -v 1500000 -t 60
		cd "$in" && python3 "$here/tests/grade_runs.py" measure "$1" \
			"$3" "$program" grade "$2" -o out --format md --jobs 2 \
			>"$WORK/measured" 2>"$WORK/err"
	)
	[ $? -eq 1 ] || {
		cat "$WORK/err"
		return 1
	}
}

here=$(pwd)
program=$(realpath "$RELEASE")

hostile() {
	runs make hostile "$WORK/hostile" &&
		measured hostile "$WORK/hostile" 128 &&
		[ "$(cd "$WORK/around" && ls -A)" = hostile ] &&
		[ "$(cd "$WORK/around/hostile" && ls -A)" = out ] &&
		[ ! -e /evil1.txt ] &&
		runs look hostile "$WORK/around/hostile/out" "$WORK"
}

pictures() {
	runs make pictures "$WORK/pictures" &&
		measured pictures "$WORK/pictures.zip" 40 &&
		[ "$(find "$WORK/around/pictures/out/results" -name '*.json' |
			wc -l)" = 300 ]
}

ok "12, 13, 14: bombs, wells, pipes, crowds and endless logs" hostile
grep '^#' "$WORK/measured"
ok "63: 300 students, 2 GiB of screenshots" pictures
grep '^#' "$WORK/measured"

# -- usage --

usage() {
	status 2 "$HVLAB" grade &&
		status 2 "$HVLAB" grade "$WORK/nowhere" -o "$WORK/no" &&
		status 2 "$HVLAB" grade "$cases/class.zip" -o "$WORK/no" \
			--rubric tests/tap.sh &&
		status 2 "$HVLAB" grade "$cases/class.zip" -o "$WORK/no" \
			--shard 4/3
}

ok "exit statuses of wrong usage" usage
