# tap.sh: sourced by the shell tests. Each check prints one TAP line.
# BUILD names the build folder; HVLAB is the sanitized program.
set -u
BUILD=${BUILD:-build}
HVLAB=$BUILD/hvlab-san
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
export LC_ALL=C.UTF-8
export ASAN_OPTIONS=detect_leaks=1
tap=0

# ok NAME COMMAND...: the command succeeds
ok() {
	name=$1
	shift
	tap=$((tap + 1))
	if "$@" >"$WORK/.log" 2>&1; then
		echo "ok $tap - $name"
	else
		echo "not ok $tap - $name"
		sed 's/^/# /' "$WORK/.log" | head -20
	fi
}

# status N COMMAND...: the command ends with that exit status; what it printed
# is in $WORK/out and $WORK/err
status() {
	want=$1
	shift
	"$@" >"$WORK/out" 2>"$WORK/err"
	got=$?
	[ "$got" = "$want" ] && return 0
	echo "exit status $got, not $want: $*"
	cat "$WORK/err"
	return 1
}

# has FILE TEXT: the file holds the text; no-break spaces count as spaces
has() {
	sed 's/\xc2\xa0/ /g; s/\xe2\x80\xaf/ /g' "$1" | grep -qF -- "$2" || {
		echo "$1 does not hold: $2"
		head -20 "$1"
		return 1
	}
}

# lacks FILE TEXT
lacks() {
	! grep -F -- "$2" "$1"
}

# told FILE COMMAND...: what it says is in FILE also when all is well
told() {
	out=$1
	shift
	"$@" >"$out" 2>&1
	code=$?
	[ $code -eq 0 ] || cat "$out"
	return $code
}

# A lab on standard input, without the rules that digits made up for a test
# break: whether they are genuine is not the matter there.
forgiving() {
	jq '.rules = {"near-copy": "off", "arithmetic": "off",
		"percentile-grid": "off"}'
}
