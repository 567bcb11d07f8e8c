#!/bin/sh
# Pictures of the author: placed, captioned, or named when they cannot be.
. tests/tap.sh

lab=$WORK/in/logs
mkdir -p "$lab"
cp -r fixtures/lab/qemu fixtures/lab/xen "$lab"
python3 tests/pictures.py "$lab"

# pictures SECTION FILE...: an author's file that names them
pictures() {
	section=$1
	comma=
	shift
	for file in "$@"; do
		printf '%s{"section": "%s", "file": "%s", "caption": %s}' \
			"$comma" "$section" "$file" \
			'{"fr": "Écran d’accueil", "en": "Start screen"}'
		comma=,
	done >"$WORK/list"
	echo "{\"pictures\": [$(cat "$WORK/list")]}" >"$lab/hvlab-author.json"
}

# report STATUS FOLDER OPTION...
report() {
	want=$1
	folder=$2
	shift 2
	SOURCE_DATE_EPOCH=1700000000 status "$want" "$HVLAB" report "$lab" \
		--format md,pdf -o "$WORK/$folder" "$@"
}

# drawn FOLDER: the pictures of its PDF, "type width height" a line
drawn() {
	pdfimages -list "$WORK/$1/report.pdf" |
		awk 'NR > 2 { print $9, $4, $5 }' | sort
}

every_kind() {
	pictures 7.1 shots/plain.png shots/photo.bin shots/grey.png \
		shots/palette.png shots/alpha.png shots/woven.png \
		shots/tall.png shots/flat.png
	report 0 fr && report 0 en --lang en && drawn fr >"$WORK/drawn" &&
		sort >"$WORK/wanted" <<'LIST' && diff "$WORK/wanted" "$WORK/drawn"
image 640 400
jpeg 24 16
image 33 9
image 50 20
image 50 20
image 37 21
image 40 6000
image 20000 1
LIST
}

sound() {
	qpdf --check "$WORK/fr/report.pdf" &&
		python3 tests/boxes.py "$WORK/fr/report.pdf"
}

# captions FOLDER TEXT: eight in both documents, numbered among the figures
captions() {
	pdftotext -layout "$WORK/$1/report.pdf" "$WORK/text" &&
		[ "$(grep -c "Figure [0-9]* – $2" "$WORK/text")" = 8 ] &&
		[ "$(grep -c "^\*\*Figure [0-9]*\*\* – $2\$" \
			"$WORK/$1/report.md")" = 8 ]
}

in_section() {
	awk '/^#+ / { section = $2 } /picture-1/ { print section }' \
		"$WORK/fr/report.md" >"$WORK/section" &&
		[ "$(cat "$WORK/section")" = 7.1 ]
}

files() {
	cmp "$lab/shots/plain.png" "$WORK/fr/figures/picture-1.png" &&
		cmp "$lab/shots/photo.bin" "$WORK/fr/figures/picture-2.jpg" &&
		has "$WORK/fr/report.md" \
			"![Écran d’accueil](figures/picture-2.jpg)"
}

# Pixels as an independent reader of PNG has them.
pixels() {
	pdfimages -png "$WORK/fr/report.pdf" "$WORK/image" &&
		python3 tests/pixels.py "$lab/shots/plain.png" \
			"$WORK/image-000.png"
}

same_twice() {
	report 0 again && cmp "$WORK/fr/report.pdf" "$WORK/again/report.pdf" &&
		cmp "$WORK/fr/report.md" "$WORK/again/report.md"
}

# named WORDS FILE...: a warning for each file; the documents are there, with
# the captions, without the pictures
named() {
	words=$1
	shift
	pictures 7.1 "$@" shots/plain.png
	report 1 bad --lang en || return 1
	for file in "$@"; do
		grep -F "$file: warning: picture not shown" "$WORK/err" |
			grep -F "$words" || return 1
	done
	pdftotext "$WORK/bad/report.pdf" "$WORK/text" &&
		[ "$(drawn bad)" = "image 640 400" ] &&
		[ "$(grep -c "Start screen (unreadable)" \
			"$WORK/bad/report.md")" = $# ] &&
		has "$WORK/text" "Start screen (unreadable)"
}

no_caption() {
	echo '{"pictures": [{"section": "2.2", "file": "shots/grey.png"}]}' \
		>"$lab/hvlab-author.json"
	report 0 bare && has "$WORK/bare/report.md" "– shots/grey.png"
}

no_section() {
	pictures 77.1 shots/plain.png
	report 2 none --lang en && has "$WORK/err" 'pictures[0].section'
}

beside_logs() {
	pictures 7.1 shots/plain.png xen/run1/shot.png
	cp "$lab/shots/plain.png" "$lab/xen/run1/shot.png"
	report 0 beside
	code=$?
	rm "$lab/xen/run1/shot.png"
	return $code
}

# without the folder of bad ones, which is no system's
mv "$lab/bad" "$WORK/bad-ones"
ok "every kind of PNG, and JPEG, is in the PDF" every_kind
ok "the PDF is sound" sound
ok "captions, French" captions fr "Écran d’accueil"
ok "captions, English" captions en "Start screen"
ok "a picture stands in its section" in_section
ok "the files are beside the Markdown, as they were" files
ok "the pixels are right" pixels
ok "same input, same bytes" same_twice
ok "pictures among the logs are no logs" beside_logs
ok "a picture without caption bears its name" no_caption
ok "an unknown section is a mistake" no_section
mv "$WORK/bad-ones" "$lab/bad"
ok "a missing picture is named" named "no such file" bad/none.png
ok "a cut or damaged picture is named" named "cut or damaged" bad/cut.png \
	bad/cut.jpg bad/data.png bad/short.png bad/bomb.png
ok "a picture that is too large is named" named "20000 pixels" bad/side.png \
	bad/area.png bad/heavy.png
ok "another format, an empty file are named" named "neither PNG nor JPEG" \
	bad/text.png bad/empty.png
ok "no path leads out of the folder" named "regular file" ../outside.png \
	"$WORK/in/outside.png" bad/link.png bad/up/outside.png \
	bad/folder.png bad/pipe.png
