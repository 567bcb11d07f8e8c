#!/bin/sh
# What is written for Moodle, imported by a reader that knows Moodle's rules
# and nothing of hvlab.
. tests/tap.sh

reader() {
	python3 tests/moodle.py --self-test
}

# the class of tests/test_grade_moodle.c as Moodle's database has it
cat >"$WORK/expected.json" <<'JSON'
{"language": "fr", "maximum": 20,
 "database": {
  "101": {"grade": 15.5, "modified": 1747120000, "locked": false,
          "feedback": "ancien \"avis\""},
  "102": {"grade": null, "modified": null, "locked": false, "feedback": ""},
  "103": {"grade": null, "modified": null, "locked": false, "feedback": ""},
  "104": {"grade": 12.0, "modified": 1747120000, "locked": true,
          "feedback": ""},
  "105": {"grade": null, "modified": null, "locked": false, "feedback": ""}},
 "without_box": {"102": 17.5, "105": 20.0},
 "with_box": {"101": 15.25, "102": 17.5, "105": 20.0},
 "feedback": ["101", "102", "104"]}
JSON

imported() {
	mkdir -p "$WORK/moodle" &&
		HVLAB_MOODLE_OUT="$WORK/moodle" \
			"$BUILD/tests/test_grade_moodle" >/dev/null 2>&1 &&
		python3 tests/moodle.py "$WORK/moodle/before.csv" \
			"$WORK/moodle/after.csv" "$WORK/moodle/feedback.zip" \
			"$WORK/expected.json"
}

# the same archive in another time zone and locale
same_bytes() {
	mkdir -p "$WORK/again" &&
		TZ=Asia/Tokyo LC_ALL=C HVLAB_MOODLE_OUT="$WORK/again" \
			"$BUILD/tests/test_grade_moodle" >/dev/null 2>&1 &&
		cmp "$WORK/moodle/feedback.zip" "$WORK/again/feedback.zip"
}

ok "the reader falls into Moodle's traps itself" reader
ok "Moodle takes the worksheet and the feedback zip" imported
ok "the zip has the same bytes in any time zone and locale" same_bytes
