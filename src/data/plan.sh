#!/bin/sh
# What every script of `hvlab plan` does. src/cmd/plan_script.c prints these
# lines, without their comments, between the words in the user's language
# (word_*, title) and the tests of the lab (tools, path_tools, runs, test_of),
# then: start, the rounds, finish. POSIX alone: dash and busybox run it.
# shellcheck disable=SC2034,SC2154

say() {
	printf '%s\n' "$*" >&2
}

# need TOOLS: all are there, or it says what to install
need() {
	missing=
	for tool in $1; do
		command -v "$tool" >/dev/null 2>&1 || missing="$missing $tool"
	done
	[ -n "$missing" ] || return 0
	say "$word_missing$missing"
	say "$word_install sudo apt install$missing"
	exit 2
}

# begin FILE: what is written goes beside it first, under a hidden name that
# hvlab does not read, should the machine stop
begin() {
	mkdir -p "${1%/*}" || exit 3
	part=${1%/*}/.${1##*/}
}

# keep FILE: it is whole
keep() {
	mv "$part" "$1" || exit 3
	part=
}

# fact COMMAND...: as at a prompt, where there is such a command
fact() {
	command -v "$1" >/dev/null 2>&1 || return 0
	printf '$ %s\n' "$*"
	"$@" 2>/dev/null
}

# What the machine is, once.
facts() {
	[ ! -e "$1" ] || return 0
	begin "$1"
	{
		fact lscpu
		fact free -m
		fact lsblk
		fact cat /etc/os-release
		fact hostnamectl
		fact systemd-detect-virt
		fact uname -a
		for tool in $tools; do
			fact "$tool" --version
		done
	} >"$part"
	keep "$1"
}

# The folder that the command in $laid writes in must be there, and what fio
# lays out in it (NAME.JOB.FILE) must not, so that every run starts alike. In
# a subshell, for the command's words replace the arguments.
tidy() (
	[ -n "$laid" ] || exit 0
	eval "set -- $laid"
	folder=.
	for word; do
		case $word in --directory=*) folder=${word#*=} ;; esac
	done
	mkdir -p "$folder"
	for word; do
		case $word in
		--name=*) rm -f "$folder/${word#*=}".[0-9]*.[0-9]* ;;
		esac
	done
)

# record FILE COMMAND: the command line, then all it says. A run that failed
# leaves no file: it is done again next time.
record() {
	begin "$1"
	tidy
	printf '$ %s\n' "$2" >"$part" || exit 3
	if sh -c "$2" >>"$part" 2>&1 </dev/null; then
		keep "$1"
	else
		failed=$((failed + 1))
		say "$word_failed $2"
		tail -n 5 "$part" >&2
		rm -f "$part"
		part=
	fi
	tidy
}

# measure ROOT ID LABEL COMMAND: once in this run, whatever comes between
measure() {
	file=$1/$system/run$run/$2.txt
	if [ -e "$file" ]; then
		say "$place $word_there $file"
	else
		say "$place $3"
		record "$file" "$4"
	fi
}

# The kinds of tests, each with ID LABEL COMMAND.
host_test() {
	measure "$logs" "$@"
}

path_test() {
	if [ -n "$SERVER" ]; then
		measure "$logs" "$@"
	else
		say "$place $word_no_server $2"
	fi
}

fio_test() {
	laid=$3
	measure "$logs" "$@"
	laid=
}

# The lab has no such test, and hvlab would take it for the one without direct
# access: it goes in a tree of its own.
direct_test() {
	laid=$3
	measure "$logs-direct" "$@"
	laid=
}

# round NUMBER ID...: one run of each test; ROUND chooses one of the rounds
round() {
	run=$1
	shift
	[ -z "${ROUND-}" ] || [ "$ROUND" = "$run" ] || return 0
	count=0
	for id; do
		count=$((count + 1))
		place="[$run/$runs, $count/$#]"
		test_of "$id"
	done
}

stop() {
	[ -z "$part" ] || rm -f "$part"
	tidy
	say "$word_stopped"
	exit 130
}

# start SYSTEM [SERVER]
start() {
	case ${1-} in
	'' | [!A-Za-z0-9]* | *[!A-Za-z0-9._-]*)
		say "$word_usage"
		exit 2
		;;
	esac
	system=$1
	SERVER=${2-${SERVER-}}
	logs=${HVLAB_LOGS:-logs}
	logs=${logs%/}
	LC_ALL=C
	export SERVER LC_ALL
	part='' laid='' failed=0
	[ -z "$SERVER" ] || tools="$tools $path_tools"
	need "$tools"
	say "$title"
	trap stop HUP INT TERM
	facts "$logs/$system/vm-facts.txt"
}

finish() {
	say "$word_done $logs/$system"
	[ "$failed" -eq 0 ] && exit 0
	say "$word_again $failed"
	exit 1
}
