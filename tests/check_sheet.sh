#!/bin/sh
# Personal lab sheets: one per student, the same ones every time, and logs of
# their commands are recognised.
. tests/tap.sh

cat >"$WORK/roster.csv" <<'END'
id,name
12,Zoé Éluard
../up,"O'Brien, =cmd()"
a b,|`*x*` <b>
END

sheet() {
	"$HVLAB" sheet --roster "$WORK/roster.csv" "$@"
}

written() {
	status 0 sheet -o "$WORK/a" --seed s &&
		[ "$(ls "$WORK/a" | wc -l)" = 6 ] &&
		[ ! -e "$WORK/up.md" ] && [ ! -e "$WORK/up.pdf" ] &&
		has "$WORK/a/12.md" "Zoé Éluard" && has "$WORK/out" "$WORK/a"
}

word() {
	sed -n 's/.*--name=write-seq_\([A-Z2-9]*\).*/\1/p' "$1"
}

seed() {
	sed -n 's/.*prime=20000.*--rand-seed=\([0-9]*\) run.*/\1/p' "$1"
}

marked() {
	w=$(word "$WORK/a/12.md")
	s=$(seed "$WORK/a/12.md")
	[ "${#w}" = 4 ] && [ "${#s}" = 8 ] &&
		[ "$(grep -c -- "--rand-seed=$s run" "$WORK/a/12.md")" = 4 ] &&
		[ "$(grep -c -- "--name=[a-z-]*_$w " "$WORK/a/12.md")" = 3 ] &&
		has "$WORK/a/12.md" "-t 30 -T $w" &&
		[ "$(cat "$WORK"/a/*.md | grep -c -- "write-seq_$w ")" = 1 ]
}

same_again() {
	sheet -o "$WORK/b" --seed s && diff -r "$WORK/a" "$WORK/b"
}

# the word follows from id and seed, whoever else is on the roster
alone() {
	echo 12 >"$WORK/one.txt"
	"$HVLAB" sheet --roster "$WORK/one.txt" -o "$WORK/c" --seed s \
		--format md && [ ! -e "$WORK/c/12.pdf" ] &&
		[ "$(word "$WORK/c/12.md")" = "$(word "$WORK/a/12.md")" ] &&
		sheet -o "$WORK/d" --seed t --format md &&
		[ "$(word "$WORK/d/12.md")" != "$(word "$WORK/a/12.md")" ]
}

pdf_holds_commands() {
	pdftotext -layout "$WORK/a/12.pdf" - | tr -d '\n' |
		grep -q -- "--rand-seed=$(seed "$WORK/a/12.md")"
}

english() {
	sheet -o "$WORK/e" --lang en --format md &&
		has "$WORK/e/12.md" "Personal sheet"
}

moodle_worksheet() {
	printf '%s\n%s\n' \
		'Identifier,Full name,Status,Grade,Maximum grade,Last modified (grade)' \
		'Participant 77,Bob,,,20.00,-' >"$WORK/moodle.csv"
	"$HVLAB" sheet --roster "$WORK/moodle.csv" -o "$WORK/m" --format md &&
		[ "$(ls "$WORK/m")" = 77.md ]
}

refused() {
	status 2 "$HVLAB" sheet && has "$WORK/err" "--roster" &&
		status 2 "$HVLAB" sheet --roster "$WORK/none.csv" &&
		printf '1,a\n1,b\n' >"$WORK/twice.csv" &&
		status 2 "$HVLAB" sheet --roster "$WORK/twice.csv" \
			-o "$WORK/x" && [ ! -e "$WORK/x" ] &&
		: >"$WORK/empty.csv" &&
		status 2 "$HVLAB" sheet --roster "$WORK/empty.csv" &&
		status 2 sheet --format csv
}

blocked() {
	: >"$WORK/file"
	status 3 sheet -o "$WORK/file/x"
}

ok "a sheet per student, as Markdown and PDF, inside the folder" written
ok "every command carries the student's word or seed, and nobody else's" marked
ok "the same roster gives the same bytes" same_again
ok "a word depends on id and seed alone" alone
ok "the PDF has the commands too" pdf_holds_commands
ok "in English" english
ok "Moodle's worksheet is a roster" moodle_worksheet
ok "no roster, an empty one and one id twice are refused" refused
ok "a folder that cannot be made is status 3" blocked
