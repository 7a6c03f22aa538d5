#!/bin/sh
# twice.sh SCRIPT... packs the last commit twice and compares what comes out, byte by byte:
#
#     fyne-cross/twice.sh linux.sh windows.sh
#
# The second time everything differs that must not matter: the folder, the home, the time zone, the
# language and the mask of permissions. With COLD=1 Go's cache is empty then, too: nothing that the first
# build compiled is used by the second, which takes as long as a first build does.
cd "$(dirname "$0")/.."
. fyne-cross/common.sh

commit=$(git rev-parse HEAD)
modules=$(go env GOMODCACHE)
cache=$(go env GOCACHE)
work=$(mktemp -d)
trap 'chmod -R u+w "$work" && rm -rf "$work"' EXIT
trap "exit 1" INT TERM

# clone FOLDER makes a clone of the commit there, with the dates of now.
clone() {
	git clone --quiet --no-checkout . "$1"
	git -C "$1" checkout --quiet "$commit"
}

clone "$work/a"
(umask 077 && clone "$work/another folder/of/a-longer-name")
mkdir "$work/home"
[ -z "${COLD:-}" ] || cache=$work/cache
for script; do
	echo "twice: $script, the first time"
	(unset SOURCE_DATE_EPOCH TZ && cd "$work/a" && "fyne-cross/$script") >"$tmp/twice.log" 2>&1 || { tail "$tmp/twice.log"; exit 1; }
	echo "twice: $script, the second time${COLD:+, with an empty cache}"
	(
		cd "$work/another folder/of/a-longer-name"
		unset SOURCE_DATE_EPOCH
		export TZ=Asia/Kathmandu LC_ALL=C.UTF-8 LANG=C.UTF-8 HOME="$work/home" GOMODCACHE="$modules" GOCACHE="$cache"
		umask 077
		git config --global --add safe.directory '*'
		"fyne-cross/$script"
	) >"$tmp/twice.log" 2>&1 || { tail "$tmp/twice.log"; exit 1; }
done

# All that was packed, and what is in the packages: a difference there says where to look.
list() { (cd "$1/$2" && find . -type f -exec sha256sum {} + | sort -k 2); }
status=0
for part in "$dist" "$tmp"; do
	list "$work/a" "$part" >"$tmp/first.sums"
	list "$work/another folder/of/a-longer-name" "$part" >"$tmp/second.sums"
	diff "$tmp/first.sums" "$tmp/second.sums" || status=1
done
[ $status = 0 ] || { echo "twice: the builds differ"; exit 1; }
echo "twice: both builds of $commit are equal:"
cat "$work/a/$dist/SHA256SUMS"
