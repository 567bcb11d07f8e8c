#!/bin/sh
# hvlab plan: its script in a shell, with stubs that play the recordings of
# the demonstration lab; and the runs that existing logs ask for.
. tests/tap.sh

RECORDED=$(pwd)/fixtures/lab
export WORK RECORDED
mkdir -p "$WORK/bin" "$WORK/home" "$WORK/none"
sh=$(command -v sh)

# One stub for all tools. LIKE: whose recordings; a test's nth call plays its
# nth run. DEADLY: the call, of all, at which SIGNAL reaches the script.
cat >"$WORK/bin/sysbench" <<'STUB'
#!/bin/sh
tool=${0##*/}
last=
for word; do
	case $word in
	--directory=*) folder=${word#*=} ;;
	--name=*) name=${word#*=} ;;
	--direct=1) last=direct ;;
	esac
done
case "$tool $*" in
*" --version" | lscpu* | free* | lsblk* | hostnamectl* | uname* | systemd-*)
	exec awk -v at="\$ ${*:+$tool $*}" -v bare="\$ $tool" '
		/^\$ / { on = $0 == at || $0 == bare; next }
		on' "$RECORDED/$LIKE/vm-facts.txt" ;;
*prime=20000*) file=sysbench-cpu-20000 ;;
*prime=50000*) file=sysbench-cpu-50000 ;;
*oper=read*) file=sysbench-memory-rnd-read ;;
*memory*) file=sysbench-memory ;;
*write-seq*) file=fio-write-seq ;;
*read-seq*) file=fio-read-seq ;;
*random-rw*) file=fio-random-rw ;;
*) file=iperf3-client ;;
esac
[ "$file" != "${BROKEN-}" ] || { echo "it does not work"; exit 1; }
[ "$tool" != fio ] || : >"$folder/$name.0.0" || exit 1
echo "$file" >>"$WORK/calls"
echo "$file$last" >>"$WORK/calls-$LIKE"
if [ "$(wc -l <"$WORK/calls")" -eq "${DEADLY-0}" ]; then
	kill -"$SIGNAL" "$(cat "$WORK/pid")"
	sleep 1
fi
n=$(grep -cx "$file$last" "$WORK/calls-$LIKE")
cat "$RECORDED/$LIKE/run$n/$file.txt"
STUB
chmod +x "$WORK/bin/sysbench"
for tool in fio iperf3 lscpu free lsblk hostnamectl uname systemd-detect-virt
do
	ln -s sysbench "$WORK/bin/$tool"
done

# plan ARGUMENT...: the script, as $WORK/plan.sh
plan() {
	status 0 "$HVLAB" plan "$@" && cp "$WORK/out" "$WORK/plan.sh"
}

# play SITE LIKE ARGUMENT...: the script in a folder, in $SHELL_UNDER_TEST
play() {
	(
		site=$WORK/$1 LIKE=$2
		shift 2
		mkdir -p "$site" && cd "$site" || exit 9
		PATH=$WORK/bin:$PATH HOME=$WORK/home
		export LIKE PATH HOME
		exec $sh -c 'echo $$ >"$WORK/pid"; exec "$@"' - \
			${SHELL_UNDER_TEST:-$sh} "$WORK/plan.sh" "$@"
	)
}

# with NAME=VALUE... COMMAND...: a function in that environment
with() (
	while case $1 in *=*) : ;; *) false ;; esac; do
		export "$1"
		shift
	done
	"$@"
)

# again: the stubs begin with the first recording
again() {
	rm -f "$WORK"/calls*
}

# Every test in every round, once, and as many rounds as were asked for.
rounds() { # FILE RUNS TESTS
	grep '^round ' "$1" | while read -r _ _ tests; do
		echo "$tests" | tr ' ' '\n' | sort | uniq | tr '\n' ' '
		echo
	done | sort | uniq -c >"$WORK/rounds"
	[ "$(wc -l <"$WORK/rounds")" -eq 1 ] || return 1
	read -r runs tests <"$WORK/rounds"
	[ "$runs" -eq "$2" ] && [ "$(echo "$tests" | wc -w)" -eq "$3" ]
}

parses() {
	for shell in dash bash "busybox sh" "$sh"; do
		command -v "${shell% *}" >/dev/null 2>&1 || continue
		$shell -n "$WORK/plan.sh" || return 1
	done
	# nothing of bash
	! grep -nE '\[\[|\blocal |\bfunction |<<<|\$\(\(.*\+\+|&>' \
		"$WORK/plan.sh"
}

seeds() {
	plan --runs 20 && rounds "$WORK/plan.sh" 20 11 &&
		cp "$WORK/plan.sh" "$WORK/one.sh" &&
		plan --runs 20 --seed 1 && cmp "$WORK/one.sh" "$WORK/plan.sh" &&
		plan --seed=2 --runs=20 && rounds "$WORK/plan.sh" 20 11 || return 1
	for file in one plan; do
		grep '^round ' "$WORK/$file.sh" | cut -d' ' -f3- >"$WORK/$file"
		# a round never repeats the one before
		[ "$(uniq "$WORK/$file" | wc -l)" -eq 20 ] || return 1
	done
	! cmp -s "$WORK/one" "$WORK/plan"
}

default_runs() {
	plan && rounds "$WORK/plan.sh" 5 11 && has "$WORK/plan.sh" "runs=5"
}

# Two systems, three runs: hvlab finds every test, and nothing else.
two_systems() { # SHELL
	SHELL_UNDER_TEST=$1
	site=two-${1%% *}
	again
	plan --runs 3 && parses || return 1
	status 0 play "$site" qemu proxmox 10.99.0.21 || return 1
	has "$WORK/err" "[3/3, 11/11]" && has "$WORK/err" "Fini" || return 1
	with SERVER=10.99.0.11 status 0 play "$site" xen xcp-ng || return 1
	unset SHELL_UNDER_TEST
	status 0 "$HVLAB" compare "$WORK/$site/logs" &&
		[ ! -s "$WORK/err" ] &&
		[ "$(grep -c '3 / 3 ' "$WORK/out")" -eq 7 ] &&
		[ "$(grep -c 'Gbit/s  *3 ' "$WORK/out")" -eq 2 ] || return 1
	# the runs without page cache stay among themselves
	status 0 "$HVLAB" compare "$WORK/$site/logs-direct" &&
		[ "$(grep -c '3 / 3 ' "$WORK/out")" -eq 3 ] &&
		lacks "$WORK/err" "attention"
}

in_dash() { two_systems dash; }
in_bash() { two_systems "bash --posix"; }
in_busybox() { two_systems "busybox sh"; }

evidence() {
	logs=$WORK/two-dash/logs/proxmox
	has "$logs/vm-facts.txt" '$ lscpu' &&
		has "$logs/vm-facts.txt" '$ free -m' &&
		has "$logs/vm-facts.txt" '$ uname -a' &&
		has "$logs/vm-facts.txt" '$ fio --version' &&
		has "$logs/run1/network-tcp.txt" '$ iperf3 -c "$SERVER" -t 30' ||
		return 1
	for test in disk-write-seq disk-read-seq disk-random-rw; do
		has "$logs/run2/$test.txt" \
			'$ fio --output-format=normal,json --name=' || return 1
		has "$WORK/two-dash/logs-direct/proxmox/run2/$test-direct.txt" \
			'--direct=1' || return 1
	done
	status 0 "$HVLAB" parse "$logs" &&
		jq -es 'map(select(.tool == "sysbench" or .tool == "fio" or
			.tool == "iperf3")) | map([.file, .run]) | unique |
			length == 24 and all(.[1] == 1)' "$WORK/out" >/dev/null
}

cleaned() {
	[ -z "$(find "$WORK/home" -type f)" ] &&
		[ -z "$(find "$WORK/two-dash" -name '.*.txt')" ]
}

# Once more: nothing is run and nothing touched.
overwrites_nothing() {
	again
	(cd "$WORK/two-dash" && find . -type f -exec cksum {} + | sort) \
		>"$WORK/before"
	status 0 play two-dash qemu proxmox 10.99.0.21 &&
		has "$WORK/err" "déjà fait" && [ ! -e "$WORK/calls" ] || return 1
	(cd "$WORK/two-dash" && find . -type f -exec cksum {} + | sort) |
		cmp - "$WORK/before"
}

# A script that is killed dead loses the run it was in, no other.
killed() {
	again
	plan --runs 3
	with DEADLY=14 SIGNAL=KILL status 137 play kill qemu proxmox 10.99.0.21
	[ "$(find "$WORK/kill" -name '.*.txt' | wc -l)" -eq 1 ] &&
		[ "$(find "$WORK/kill" -path '*/run*' -name '[a-z]*.txt' |
			wc -l)" -eq 13 ] || return 1
	status 0 play kill qemu proxmox 10.99.0.21 &&
		[ "$(wc -l <"$WORK/calls")" -eq 34 ] &&
		[ -z "$(find "$WORK/kill" -name '.*.txt')" ] || return 1
	status 1 "$HVLAB" compare "$WORK/kill/logs" &&
		[ "$(grep -c '^hvlab:' "$WORK/err")" -eq 1 ] &&
		has "$WORK/err" "un seul système"
}

terminated() {
	again
	with DEADLY=5 SIGNAL=TERM status 130 play term qemu proxmox 10.99.0.21 &&
		has "$WORK/err" "Interrompu" && cleaned &&
		[ -z "$(find "$WORK/term" -name '.*.txt')" ]
}

without_tools() {
	mkdir -p "$WORK/bare" && cd "$WORK/bare" &&
		with PATH="$WORK/none" status 2 "$sh" "$WORK/plan.sh" proxmox
	code=$?
	cd - >/dev/null
	[ $code -eq 0 ] && [ -z "$(ls "$WORK/bare")" ] &&
		has "$WORK/err" "Commandes absentes : sysbench fio" &&
		has "$WORK/err" "sudo apt install sysbench fio"
}

# The network tests need the other end; the rest does not.
without_server() {
	again
	plan --runs 1 --lang en
	status 0 play alone qemu proxmox && has "$WORK/err" "skipped" &&
		lacks "$WORK/err" "sauté" &&
		[ ! -e "$WORK/alone/logs/proxmox/run1/network-tcp.txt" ] &&
		[ -e "$WORK/alone/logs/proxmox/run1/cpu-20000.txt" ]
}

without_system() {
	for system in "" a/b ../x -x "a b" '$(touch x)'; do
		status 2 play none qemu "$system" &&
			has "$WORK/err" "Usage" || return 1
	done
	[ -z "$(ls "$WORK/none")" ]
}

# A test that fails leaves no log to count, and is done again.
failing() {
	again
	plan --runs 1
	with BROKEN=fio-read-seq status 1 play fail qemu proxmox &&
		has "$WORK/err" "ÉCHEC" && has "$WORK/err" "it does not work" &&
		[ ! -e "$WORK/fail/logs/proxmox/run1/disk-read-seq.txt" ] &&
		status 0 play fail qemu proxmox &&
		[ -e "$WORK/fail/logs/proxmox/run1/disk-read-seq.txt" ]
}

one_round() {
	again
	plan --runs 3
	with ROUND=2 HVLAB_LOGS=out/ status 0 play round qemu proxmox &&
		[ "$(ls "$WORK/round/out/proxmox" | tr '\n' ' ')" = \
			"run2 vm-facts.txt " ]
}

languages() {
	plan && has "$WORK/plan.sh" "À lancer dans chaque VM" &&
		has "$WORK/plan.sh" "accès direct" &&
		lacks "$WORK/plan.sh" "To run in" || return 1
	plan --lang en && has "$WORK/plan.sh" "To run in each VM" &&
		has "$WORK/plan.sh" "direct access" &&
		! grep -n "[éèàÉÀ]" "$WORK/plan.sh"
}

# Another lab: commands that are direct already have no variant.
storage() {
	plan --lab fixtures/labs/storage.json --runs 4 && parses &&
		rounds "$WORK/plan.sh" 4 3 &&
		has "$WORK/plan.sh" '--output-format=normal,json --name=scan' &&
		lacks "$WORK/plan.sh" "logs-direct SYST" &&
		! grep -n 'proxmox\|disk-test' "$WORK/plan.sh"
}

# lab FILTER: a definition made from the embedded one
lab() {
	"$HVLAB" lab | jq "$1" >"$WORK/lab.json"
}

# Homes that a shell would leave as they are, lines that are continued.
mended() {
	lab '.tests |= [.[4], (.[5] | .command =
			"sudo A=1 fio \"--directory=~/a b\" \\\n  --name=x"),
		(.[6] | .command = "fio --directory='\''~/c'\'' --name=y | tee z")]
		| .tests[0].command = "fio --directory=~/d --name=z"
		| .sections = [] | .checklist = []'
	plan --lab "$WORK/lab.json" || return 1
	has "$WORK/plan.sh" '--name=z' &&
		has "$WORK/plan.sh" '--directory="$HOME"/d' &&
		has "$WORK/plan.sh" 'sudo A=1 fio --output-format=normal,json "--directory=$HOME/a b"   --name=x' &&
		has "$WORK/plan.sh" "host_test disk-random-rw" &&
		parses
}

# Nothing but a command of a definition is ever run.
hostile() {
	again
	rm -f "$WORK/home/hit"
	lab '(.. | objects | select(has("fr") and has("en")) | .fr) =
		"x'\''; touch \"$HOME/hit\"; '\''\ny\n touch $HOME/hit #`touch $HOME/hit`"
		| .tests[0].command = "echo \"a'\''b\" # $HOME"'
	plan --lab "$WORK/lab.json" --runs 1 && parses &&
		status 0 play hostile qemu proxmox &&
		[ ! -e "$WORK/home/hit" ] &&
		has "$WORK/hostile/logs/proxmox/run1/cpu-20000.txt" "a'b"
}

wrong() {
	for option in --runs --seed; do
		for value in 0 -1 x "" 4294967296 " 3" 3x 1.5 \
			99999999999999999999; do
			status 2 "$HVLAB" plan $option "$value" &&
				has "$WORK/err" "$option $value" &&
				[ ! -s "$WORK/out" ] || return 1
		done
		status 2 "$HVLAB" plan fixtures/lab $option 3 &&
			has "$WORK/err" "$option" || return 1
		status 2 "$HVLAB" compare fixtures/lab $option 3 || return 1
	done
	lab '.tests[].command = ""'
	status 2 "$HVLAB" plan --lab "$WORK/lab.json" &&
		status 2 "$HVLAB" plan "$WORK/nowhere"
}

helps() {
	status 0 "$HVLAB" plan --help && has "$WORK/out" "--runs N" &&
		has "$WORK/out" "--seed N" && has "$WORK/out" "hvlab plan" &&
		status 0 "$HVLAB" report --help && lacks "$WORK/out" "--runs"
}

# The demonstration lab is too noisy for any reasonable number.
too_many() {
	status 0 "$HVLAB" plan fixtures/lab && has "$WORK/out" "5 / 5" &&
		has "$WORK/out" "De plus" &&
		has "$WORK/out" "Au-delà de 30 passages" &&
		lacks "$WORK/out" "hvlab plan --runs" &&
		status 0 "$HVLAB" plan fixtures/lab --lang en &&
		has "$WORK/out" "Beyond 30 runs" &&
		lacks "$WORK/out" "passages"
}

# With margins as wide as its noise it needs some, and the number said last is
# the largest of the table that is reasonable.
some() {
	for margin in 0.1 0.2 0.3 0.4; do
		lab ".tests[].metrics[].margin = $margin"
		status 0 "$HVLAB" plan fixtures/lab --lab "$WORK/lab.json" \
			--lang en || return 1
		# the last column is what the smaller of the two before asks for
		runs=$(sed -nE 's|.* 5 / 5 +(.*[^ ]) +([0-9]+)$|\1 \2|p' \
			"$WORK/out" | awk '{ n = $NF + 5; found = 0
				for (i = 1; i < NF; i++) found = found || $i == n }
			!found { exit 1 }
			n <= 30 && n > most { most = n }
			END { print most }')
		tail -1 "$WORK/out" | grep -q " plan --runs $runs\$" ||
			return 1
	done
	lacks "$WORK/out" "Beyond"
}

settled() {
	lab '(.tests[] | select(.category != "memory").metrics[].summary) =
		false'
	status 0 "$HVLAB" plan fixtures/lab --lab "$WORK/lab.json" &&
		has "$WORK/out" "rien à ajouter" && lacks "$WORK/out" "5 / 5"
}

ok "same seed, same bytes; other seed, other order; each test once a round" \
	seeds
ok "five runs unless told otherwise" default_runs
ok "two systems, three runs, in dash" in_dash
ok "two systems, three runs, in bash" in_bash
if command -v busybox >/dev/null 2>&1; then
	ok "two systems, three runs, in busybox" in_busybox
fi
ok "command lines stand before outputs, one run a file" evidence
ok "test files are cleaned up" cleaned
ok "a second time overwrites nothing" overwrites_nothing
ok "killed, it goes on after the last complete run" killed
ok "terminated, it leaves nothing half-made" terminated
ok "without the tools it refuses and says what to install" without_tools
ok "without the other VM's address it skips the network" without_server
ok "without a system's name it refuses" without_system
ok "a test that fails is named and done again" failing
ok "one round alone, in another folder" one_round
ok "French and English" languages
ok "another lab" storage
ok "commands are mended" mended
ok "texts of a definition are never run" hostile
ok "wrong use: exit 2" wrong
ok "plan --help" helps
ok "plan LOGS: more runs than is reasonable" too_many
ok "plan LOGS: the number to plan" some
ok "plan LOGS: nothing undecided" settled
