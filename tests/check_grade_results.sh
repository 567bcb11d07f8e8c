#!/bin/sh
# What `hvlab grade` writes beside marks: results for programs, Gradescope's
# files, nothing of anybody's name when asked; what comes of a full disk and of
# a grading that breaks off.
. tests/tap.sh

class=$WORK/class
students() {
	run=0
	for who in Ana "Bo B" Cy; do
		run=$((run + 1))
		for side in qemu:proxmox xen:xcp-ng; do
			mkdir -p "$class/$who/${side#*:}"
			cp "fixtures/lab/${side%:*}/run$run/"*.txt \
				"$class/$who/${side#*:}"
		done
	done
}

graded() {
	students
	status 1 "$HVLAB" grade "$class" -o "$WORK/graded" --lang en \
		--gradescope --format md
}

schema() {
	python3 tests/schema.py src/data/grade.schema.json \
		"$WORK"/graded/results/*.json
}

gradescope() {
	jq -e '.score == ([.tests[].score // 0] | add) and
		(.tests | length) == 19 and
		([.tests[] | select(has("score") | not)] | length) == 5 and
		(.tests[] | select(.number == "2.2, 3.1, 4.4, 5.2") |
			.output | contains("\n- Total time (Proxmox)"))' \
		"$WORK/graded/gradescope/Bo-B.json"
}

anonymous() {
	status 1 "$HVLAB" grade "$class" -o "$WORK/nameless" --lang en \
		--anonymous --format md &&
		lacks "$WORK/nameless/class.csv" "Bo B" &&
		lacks "$WORK/nameless/class.md" "Bo B" &&
		lacks "$WORK/nameless/feedback/Bo-B.md" "Bo B" &&
		lacks "$WORK/nameless/results/Bo-B.json" '"Bo B"'
}

# no file may grow beyond 8 blocks; the old files stay whole
disk_full() {
	cp -R "$WORK/graded" "$WORK/before"
	echo more >"$class/Ana/note.txt"
	(
		ulimit -f 8
		status 3 "$BUILD/hvlab" grade "$class" -o "$WORK/graded" \
			--lang en --gradescope --format md
	) && has "$WORK/err" "cannot be written" &&
		cmp "$WORK/graded/results/Ana.json" "$WORK/before/results/Ana.json" &&
		cmp "$WORK/graded/class.md" "$WORK/before/class.md"
}

# all marks by hand: nobody waits
complete() {
	awk -F, -v OFS=, 'NR > 1 { $3 = 0.5 } 1' "$WORK/graded/manual.csv" \
		>"$WORK/marks.csv"
	rm "$class/Ana/note.txt"
	status 0 "$HVLAB" grade "$class" -o "$WORK/graded" --lang en \
		--gradescope --format md --manual "$WORK/marks.csv" &&
		jq -e '.complete and (.human | not)' \
			"$WORK/graded/results/Ana.json"
}

# a class too small for a histogram, where a larger one had been
stale() {
	mkdir -p "$WORK/graded/figures"
	printf '<!-- figure of hvlab -->\n<svg/>\n' \
		>"$WORK/graded/figures/1-histogram.svg"
	echo mine >"$WORK/graded/figures/note.txt"
	status 0 "$HVLAB" grade "$class" -o "$WORK/graded" --lang en \
		--gradescope --format md --manual "$WORK/marks.csv" &&
		lacks "$WORK/graded/class.md" "figures/" &&
		[ "$(ls "$WORK/graded/figures")" = note.txt ]
}

usage() {
	status 2 "$HVLAB" grade "$class" -o "$class" &&
		status 2 "$HVLAB" grade "$class" -o "$WORK/no" --shard 3 &&
		status 2 "$HVLAB" grade "$class" -o "$WORK/no" \
			--manual "$WORK/nowhere.csv" &&
		status 2 "$HVLAB" grade --merge "$WORK/graded" "$WORK/graded" \
			-o "$WORK/twice" --format md --lang en &&
		[ ! -e "$WORK/no" ]
}

ok "folders of students are graded" graded
ok "results hold to their schema" schema
ok "Gradescope's files add up, what is pending has no score" gradescope
ok "--anonymous leaves no name" anonymous
ok "a full disk leaves the old files whole" disk_full
ok "with all marks given nobody waits" complete
ok "a drawing that nothing shows any more goes, other files stay" stale
ok "wrong use writes nothing" usage
