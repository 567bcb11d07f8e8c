#!/bin/sh
# What becomes of files when the system refuses: every document is the old one
# or the new one, whole; exit 3 and the reason.
. tests/tap.sh
CC=${CC:-gcc}
program=$PWD/$BUILD/hvlab # a preloaded library and the sanitizers do not mix
files="report.md report.pdf report.json runs.csv comparison.csv decision.csv
	figures/2-ratings.svg figures/picture-1.png"

# Logs with a picture; the documents that they give; old ones in their place.
prepare() {
	mkdir -p "$WORK/logs" && cp -r fixtures/lab/qemu fixtures/lab/xen \
		"$WORK/logs" || return 1
	python3 tests/pictures.py "$WORK" &&
		cp "$WORK/shots/plain.png" "$WORK/logs" || return 1
	echo '{"pictures": [{"section": "7.1", "file": "plain.png"}]}' \
		>"$WORK/logs/hvlab-author.json"
	"$CC" -shared -fPIC -o "$WORK/refuse.so" tests/refuse.c -ldl || return 1
	report "$WORK/new" 0 && for f in $files; do
		[ -s "$WORK/new/$f" ] || { echo "no $f"; return 1; }
	done
	(cd "$WORK/new" && find . -type f) | sort >"$WORK/list"
	mkdir -p "$WORK/old/figures"
	while read -r f; do echo "old $f" >"$WORK/old/$f"; done <"$WORK/list"
}

# report FOLDER STATUS
report() {
	status "$2" env SOURCE_DATE_EPOCH=1700000000 "$program" report \
		"$WORK/logs" -f md,pdf,csv,json --draws 1000 -o "$1"
}

fresh() {
	rm -rf "$WORK/o" && cp -r "$WORK/old" "$WORK/o"
}

all_old() {
	diff -r "$WORK/old" "$WORK/o" || { echo "$1"; return 1; }
}

# each is old or new, and nothing else is there but what a kill leaves
each_whole() {
	while read -r f; do
		cmp -s "$WORK/o/$f" "$WORK/old/$f" ||
			cmp -s "$WORK/o/$f" "$WORK/new/$f" ||
			{ echo "$1: $f is neither old nor new"; return 1; }
	done <"$WORK/list"
	(cd "$WORK/o" && find . -type f ! -name '*.hvlab-??????') | sort |
		cmp - "$WORK/list"
}

refuse() { # CALL:N:HOW STATUS
	REFUSE=$1 LD_PRELOAD=$WORK/refuse.so status "$2" \
		env SOURCE_DATE_EPOCH=1700000000 "$program" report \
		"$WORK/logs" -f md,pdf,csv,json --draws 1000 -o "$WORK/o"
}

# The N-th call of each kind, for as long as there is one.
every() { # CALL HOW STATUS THEN
	n=1
	while fresh; do
		refuse "$1:$n:$2" "$3" >"$WORK/.said" || break
		"$4" "$1:$n:$2" || return 1
		[ "$3" != 3 ] || grep -q ' : ' "$WORK/err" || return 1
		n=$((n + $5))
	done
	# the loop ends because there was no such call any more
	[ "$got" = 0 ] && [ "$n" -gt "$6" ] && each_whole "$1:$n:$2" ||
		{ echo "$1 $2: ended at $n with $got"; return 1; }
}

disk_full() {
	every write 28 3 all_old 7 60 && fresh && refuse write:5:28 3 &&
		has "$WORK/err" "plus de place sur le disque"
}

# Folders that were made for files that could not be written go again.
nothing_made() {
	rm -rf "$WORK/o" && refuse write:2:28 3 && [ ! -e "$WORK/o" ] &&
		mkdir "$WORK/o" && refuse write:2:28 3 && [ -e "$WORK/o" ] &&
		[ ! -e "$WORK/o/figures" ]
}

input_output_error() {
	every fsync 5 3 all_old 1 12 && fresh && refuse fsync:2:5 3 &&
		has "$WORK/err" "erreur d’entrée-sortie"
}

no_rename() {
	every rename 1 3 each_whole 1 12
}

killed() {
	every write kill 137 all_old_but_strays 23 20 &&
		every rename kill 137 each_whole 2 10
}

all_old_but_strays() {
	find "$WORK/o" -name '*.hvlab-??????' -delete
	all_old "$1"
}

# What a kill has left is neither read as a log nor in the way of a next run.
after_the_kill() {
	fresh && refuse write:150:kill 137 &&
		ls "$WORK"/o/*.hvlab-?????? >"$WORK/strays" &&
		[ -s "$WORK/strays" ] && report "$WORK/o" 0 &&
		each_whole again && cp -r "$WORK/o" "$WORK/logs/qemu/earlier" &&
		status 0 "$program" compare "$WORK/logs" &&
		[ ! -s "$WORK/err" ]
	code=$?
	rm -rf "$WORK/logs/qemu/earlier"
	return $code
}

# A folder where a document would be, one after the other.
in_the_way() {
	for f in $files; do
		fresh && rm "$WORK/o/$f" && mkdir "$WORK/o/$f" &&
			report "$WORK/o" 3 && has "$WORK/err" "/$f" &&
			has "$WORK/err" "un dossier" && rmdir "$WORK/o/$f" &&
			cp "$WORK/old/$f" "$WORK/o/$f" &&
			all_old "$f" || { echo "$f"; return 1; }
	done
}

# A limit on the size of files sends a signal that would kill.
limited() {
	fresh && (ulimit -f 1 && report "$WORK/o" 3) &&
		has "$WORK/err" "fichier trop grand" && all_old limit
}

# root writes everywhere: then somebody else tries.
read_only() {
	fresh
	chmod -R a+rX "$WORK" && chmod a-w "$WORK/o" "$WORK/o/figures"
	cp "$program" "$WORK/hvlab"
	as=
	[ "$(id -u)" != 0 ] ||
		as="setpriv --reuid=65534 --regid=65534 --clear-groups"
	for format in md pdf json csv; do
		(cd "$WORK" && status 3 $as ./hvlab report logs -f $format \
			--draws 1000 -o o) && has "$WORK/err" "accès refusé" ||
			{ echo "$format"; return 1; }
	done
	all_old "read-only" || return 1
	(cd "$WORK" && status 3 $as ./hvlab report logs -o o/new) &&
		has "$WORK/err" "accès refusé"
}

printing() {
	printf '%s\n' "report $WORK/logs --draws 1000 -f md -o $WORK/said" \
		"compare $WORK/logs" "decide $WORK/logs --draws 1000" plan \
		"plan $WORK/logs" "parse $WORK/logs" lab "--help" "--version"
}

full_stdout() {
	printing | while read -r command; do
		"$HVLAB" $command >/dev/full 2>"$WORK/err"
		[ $? -eq 3 ] && has "$WORK/err" "plus de place" ||
			{ echo "$command"; exit 1; }
	done
}

closed_pipe() {
	mkfifo "$WORK/pipe"
	printing | while read -r command; do
		# opened for reading too, or opening it to write would wait
		exec 9<>"$WORK/pipe"
		exec 8>"$WORK/pipe" 9>&-
		"$HVLAB" $command >&8 2>"$WORK/err"
		[ $? -eq 3 ] && has "$WORK/err" "tube fermé" ||
			{ echo "$command"; exit 1; }
		exec 8>&-
	done
}

# Charts of an earlier document go, if hvlab wrote them and nobody else.
stale() {
	d=$WORK/s
	make() {
		status 0 "$program" report "$WORK/logs" -f md --draws 1000 \
			-o "$d" "$@"
	}
	linked() {
		grep -o 'figures/t*[0-9][0-9a-z-]*\.svg' "$d/report.md" | sort
	}
	there() {
		(cd "$d" && ls figures/*[0-9]-[a-z]*.svg) | sort
	}
	make || return 1
	head -1 "$d/figures/2-ratings.svg" |
		grep -qx '<!-- figure of hvlab -->' || return 1
	cp "$d/figures/2-ratings.svg" "$d/figures/mine.svg"
	echo '<svg/>' >"$d/figures/9-mine.svg"
	ln -s 2-ratings.svg "$d/figures/8-link.svg"
	mkdir "$d/figures/7-folder.svg"
	make --only 10 && linked >"$WORK/a" && there >"$WORK/b" || return 1
	for f in mine.svg 9-mine.svg 8-link.svg 7-folder.svg picture-1.png; do
		[ -e "$d/figures/$f" ] || [ -L "$d/figures/$f" ] ||
			{ echo "$f is gone"; return 1; }
	done
	printf '%s\n' figures/8-link.svg figures/9-mine.svg |
		sort - "$WORK/a" >"$WORK/c"
	[ -s "$WORK/a" ] && (cd "$d" && ls figures/*[0-9]-[a-z]*.svg -d) |
		grep -v 7-folder | sort | cmp - "$WORK/c"
}

# None left, nobody else's: the folder goes too. Without Markdown all stays.
stale_folder() {
	status 0 "$program" report "$WORK/logs/qemu" "$WORK/logs/xen" -f md \
		--draws 1000 -o "$WORK/t" &&
		status 0 "$program" report fixtures/lab -f csv -o "$WORK/t" &&
		[ -e "$WORK/t/figures/1-ratings.svg" ] &&
		status 0 "$program" report fixtures/lab -f md --only 12 \
			--draws 1000 -o "$WORK/t" && [ ! -e "$WORK/t/figures" ]
}

ok "documents, and old ones in their place" prepare
ok "disk full at any moment: exit 3, all old files" disk_full
ok "a report that cannot be written leaves no empty folder" nothing_made
ok "the disk fails: exit 3, all old files" input_output_error
ok "a file cannot take its place: exit 3, each whole" no_rename
ok "killed at any moment: each is old or new, whole" killed
ok "what a kill leaves is no log and not in the way" after_the_kill
ok "a folder in the way of each document: exit 3, all old" in_the_way
ok "limit of file size: exit 3, all old files" limited
ok "read-only folder: exit 3, each format" read_only
ok "standard output on a full disk: exit 3, each command" full_stdout
ok "closed pipe: exit 3, each command" closed_pipe
ok "charts of an earlier document go, a stranger's files stay" stale
ok "an empty folder of charts goes" stale_folder
