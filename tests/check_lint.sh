#!/bin/sh
# Rules of the house that a compiler does not check, and a second compiler.
. tests/tap.sh

sources() {
	find src parsers stats render -name '*.c' | sort
}

clang_clean() {
	sources | xargs -n 8 "${CLANG:-clang}" -I. -D_POSIX_C_SOURCE=200809L \
		-DHVLAB_VERSION='"x"' -std=c17 -Wall -Wextra -Wshadow -Werror \
		-fsyntax-only
}

# Lengths of all functions, one a line, sorted.
lengths() {
	sources | xargs ctags -f - --fields=+ne --kinds-C=f |
		awk -F'\t' '{ s = e = 0
			for (i = 4; i <= NF; i++) {
				if ($i ~ /^line:/) s = substr($i, 6)
				if ($i ~ /^end:/) e = substr($i, 5)
			}
			print e - s + 1, $2, $1 }' | sort -n
}

short_functions() {
	lengths >"$WORK/lengths"
	awk '{ n[NR] = $1 } END {
		median = n[int((NR + 1) / 2)]; p95 = n[int(NR * 0.95)]
		printf "%d functions, median %d, p95 %d, longest %d\n",
			NR, median, p95, n[NR]
		exit !(median <= 12 && p95 <= 40 && n[NR] <= 60) }' \
		"$WORK/lengths" || { tail -5 "$WORK/lengths"; return 1; }
}

# Only quantity.c turns a double into digits; json.c prints limits of a range
# and numbers of a definition.
digits_in_one_place() {
	! grep -nE '%[-+0-9.*]*[efgEFG][^a-zA-Z]' $(sources) |
		grep -vE '^(src/model/quantity|src/base/(decimal|json)|src/model/lab_tests)\.c'
}

nobody_exits() {
	! grep -nE '\b(exit|abort|printf|puts|fputs|fprintf) *\(' $(sources) |
		grep -vE '^src/(main|base/memory)\.c|buf_(puts|printf)|arena_printf'
}

no_typedef_struct() {
	! grep -nE 'typedef +(struct|union|enum)' $(find src parsers stats render -name '*.[ch]')
}

no_machine_path() {
	! git grep -nIE '(^|[^A-Za-z0-9_.$])/(home|root|work|tmp/[a-z])' -- . ':!fixtures' ':!tests/check_lint.sh'
}

ok "clang finds nothing to warn about" clang_clean
ok "functions are short (median 12, p95 40, cap 60)" short_functions
ok "floating point becomes digits in quantity.c and decimal.c" digits_in_one_place
ok "nobody below main prints or exits" nobody_exits
ok "struct is never hidden in a typedef" no_typedef_struct
ok "no path of somebody's machine" no_machine_path
