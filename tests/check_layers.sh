#!/bin/sh
# Who may include whom (README, "The house").
. tests/tap.sh

# includes FOLDER: the quoted includes of its files, one "file: header" a line
includes() {
	grep -n '^#include "' "$1"/*.[ch] | sed 's/:[0-9]*:#include "/ /; s/"$//'
}

# only FOLDER PATTERN: every header that FOLDER includes matches the pattern
only() {
	! includes "$1" | awk '{print $1, $2}' | grep -vE " ($2)"
}

# library HEADER FILES: nobody but FILES includes it
library() {
	header=$1
	shift
	grep -rlE "^#include <$header" src parsers stats render |
		while read -r file; do
			case " $* " in
			*" $file "*) ;;
			*) echo "$file includes $header"; exit 1 ;;
			esac
		done
}

gsl_in_stats() {
	! grep -rl '^#include <gsl/' src parsers render
}

ok "src/base includes src/base alone" only src/base 'src/base/'
ok "src/model includes base and model" only src/model 'src/(base|model)/'
ok "parsers include base, model/run, parsers" \
	only parsers 'src/base/|src/model/(run|metric|unit)\.h|parsers/'
ok "stats includes nothing of hvlab" only stats 'stats/'
ok "render includes base and the document" \
	only render 'src/base/|src/model/(doc|scene)\.h|render/'
ok "src/analysis includes base, model, stats" \
	only src/analysis 'src/(base|model|analysis)/|stats/'
ok "src/checks includes base and model" \
	only src/checks 'src/(base|model|checks)/'
ok "src/grade includes base, model, parsers, checks, stats and grade" \
	only src/grade 'src/(base|model|checks|grade)/|parsers/|stats/'
ok "src/rules includes base, model, checks, analysis, stats" \
	only src/rules 'src/(base|model|checks|analysis|rules)/|stats/'
ok "src/report includes no parser and no renderer" \
	only src/report 'src/(base|model|analysis|rules|report)/'
ok "GSL is used in stats alone" gsl_in_stats
ok "libharu is behind one file" library 'hpdf' render/pdf_device.c
ok "cJSON is behind one file" library 'cjson/' src/base/json.c
ok "libarchive is behind one file" \
	library 'archive' src/grade/archive_library.h
ok "expat is behind one file" library 'expat' src/grade/office.c
ok "nettle is behind one file" library 'nettle' src/base/digest.c
ok "zlib is behind two files, one each way" \
	library 'zlib' src/base/input.c src/base/deflate.c
