#!/bin/sh
# Installs the packages of the named groups that are missing, saying so.
# DEPS=0 forbids: it then only names them and fails.
set -eu

build="gcc libc6-dev libgsl-dev libhpdf-dev libcjson-dev zlib1g-dev
	libarchive-dev libexpat1-dev nettle-dev"
check="clang libclang-rt-dev libcmocka-dev qpdf poppler-utils jq python3
	universal-ctags cmark-gfm libxml2-utils parallel"
bench="jq python3"

packages=
for group in "$@"; do
	case $group in
	build) packages="$packages $build" ;;
	check) packages="$packages $check" ;;
	bench) packages="$packages $bench" ;;
	*) echo "deps.sh: no group $group" >&2; exit 2 ;;
	esac
done

# Elsewhere than on Debian and its kin the packages have other names: the
# compiler will say what is missing.
command -v dpkg-query >/dev/null 2>&1 || exit 0

missing=
for package in $packages; do
	status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || :)
	[ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "${DEPS:-1}" = 0 ]; then
	echo "hvlab: missing packages:$missing (DEPS=0: not installed)" >&2
	exit 1
fi
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
echo "hvlab: installing the missing packages:$missing"
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -q >/dev/null
# shellcheck disable=SC2086
$sudo apt-get install -y -q --no-install-recommends $missing >/dev/null
echo "hvlab: packages installed"
