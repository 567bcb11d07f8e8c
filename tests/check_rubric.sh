#!/bin/sh
# The rubric is data: printed, edited, and every mistake told with its place.
. tests/tap.sh

"$HVLAB" rubric >"$WORK/tp6.json"

printed() {
	cmp "$WORK/tp6.json" src/data/tp6-rubric.json &&
		status 0 "$HVLAB" rubric --rubric "$WORK/tp6.json"
}

# mistake FILTER PIECE: the message names the line and the path
mistake() {
	jq "$1" "$WORK/tp6.json" >"$WORK/bad.json" &&
		status 2 "$HVLAB" rubric --rubric "$WORK/bad.json" &&
		grep -E 'bad\.json:[0-9]+: ' "$WORK/err" >/dev/null &&
		has "$WORK/err" "$2"
}

ok "hvlab rubric prints the embedded rubric" printed
ok "an unknown check" mistake '.criteria[2].check = "gpu"' 'criteria[2].check'
ok "an unknown parameter" mistake '.criteria[2].params.pryme = 1' \
	'criteria[2].params.pryme'
ok "a parameter that must be there" mistake 'del(.criteria[2].params.prime)' \
	'criteria[2].params'
ok "points that do not add up" mistake '.criteria[2].points = 2' \
	'max : les critères font'
ok "an id twice" mistake '.criteria[3].id = "e2_2"' 'criteria[3].id'
ok "a placeholder that nothing fills" mistake \
	'.criteria[2].feedback.en = "{colour}"' 'criteria[2].feedback.en'
ok "a bracket left open" mistake \
	'.criteria[2].feedback.en = "{n}[ {m}"' 'criteria[2].feedback.en'
ok "a bracket in another" mistake \
	'.criteria[2].feedback.en = "[{n}[ {m}]]"' 'criteria[2].feedback.en'
ok "a text without a translation" mistake 'del(.criteria[2].feedback.en)' \
	'criteria[2].feedback'
ok "a range upside down" mistake '.criteria[2].params.time = [60, 10]' \
	'criteria[2].params.time'
ok "a size that is none" mistake '.criteria[6].params.bs = "1 big"' \
	'criteria[6].params.bs'
ok "an unknown table" mistake '.criteria[10].params.tables += ["x"]' \
	'criteria[10].params.tables'
ok "an unknown criterion of a row" mistake '.tables[0].rows[0].test = "x"' \
	'tables[0].rows[0].test'
ok "an unknown metric" mistake '.tables[0].rows[0].metrics = ["speed"]' \
	'tables[0].rows[0].metrics'
ok "a unit that does not fit" mistake '.tables[0].rows[0].unit = "ms"' \
	'tables[0].rows[0].metrics'
ok "three sides" mistake '.sides += [{"id": "x", "name": "X"}]' 'sides'
ok "an unknown side" mistake '.criteria[1].params.disk.vax = "ra"' \
	'criteria[1].params.disk.vax'
ok "credit above 1" mistake '.criteria[10].credit.near = 2' \
	'criteria[10].credit.near'
ok "an unknown key" mistake '.policy.mercy = true' 'policy.mercy'
ok "another schema" mistake '.schema = "hvlab-rubric/9"' 'schema'
