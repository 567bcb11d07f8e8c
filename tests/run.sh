#!/bin/sh
# All tests. Every test prints TAP; the last line counts.
set -u
BUILD=${BUILD:-build}
log=$BUILD/check.log
: >"$log"

run() {
	echo "# $1"
	echo "# $1" >>"$log"
	shift
	# a program that dies before its last line is one failure more
	"$@" >"$BUILD/check.part" 2>&1
	code=$?
	cat "$BUILD/check.part" >>"$log"
	grep -E '^(ok|not ok|#)' "$BUILD/check.part"
	if [ $code -ne 0 ] && ! grep -q '^not ok' "$BUILD/check.part"; then
		echo "not ok - $* ended with status $code" | tee -a "$log"
		tail -30 "$BUILD/check.part"
	fi
}

for program in "$BUILD"/tests/test_*; do
	[ -x "$program" ] || continue
	run "$(basename "$program")" env CMOCKA_MESSAGE_OUTPUT=TAP "$program"
done
for script in tests/check_*.sh; do
	run "$(basename "$script")" sh "$script"
done

passed=$(grep -c '^ok' "$log")
failed=$(grep -c '^not ok' "$log")
rm -f "$BUILD/check.part"
echo
[ "$failed" -eq 0 ] || grep '^not ok' "$log"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
