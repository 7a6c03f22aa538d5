#!/bin/sh
# listed.sh FOLDER SBOM LICENCES compares two lists with what is shipped: that of the modules which
# "go version -m" finds in the program of FOLDER, and that of the files beside it. What is missing in a
# list, and a module that is listed and not in the program, is told, and the status is 1.
set -eu
folder=$1 sbom=$2 licences=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
fail() { echo "listed: $*" && status=1; }

program=$(find "$folder" -maxdepth 1 -type f \( -name recollect -o -name recollect.exe \))
go version -m "$program" |
	awk '$1 == "dep" { if (m) print m; m = $2 "@" $3 } $1 == "=>" { m = $2 "@" $3 } END { if (m) print m }' |
	sort -u >"$work/linked"
sed -n 's,.*"purl": "pkg:golang/\(.*\)".*,\1,p' "$sbom" | grep -v '^std@' | sort -u >"$work/listed"
[ -s "$work/linked" ] || fail "go version -m finds no module in $program"
diff "$work/linked" "$work/listed" >"$work/diff" || fail "$(cat "$work/diff")"
while IFS=@ read -r module version; do
	grep -qxF "$module $version" "$licences" || fail "$module $version is not in $licences"
done <"$work/linked"
find "$folder" -maxdepth 1 -type f \( -name '*.so*' -o -name '*.dll' -o -name '*.dylib' \) >"$work/libraries"
while read -r library; do
	sum=$(sha256sum "$library" | cut -d ' ' -f 1)
	grep -qF "\"$sum\"" "$sbom" || fail "$library is not in $sbom with its sum"
	grep -qF "($(basename "$library"))" "$licences" || fail "$library is not in $licences"
done <"$work/libraries"
[ -s "$work/libraries" ] || fail "there is no library in $folder"
for part in "Go's standard library" libjpeg-turbo GLFW libheif libde265 libavif libaom libyuv recollect-mini "fonts of Fyne" "sample photos"; do
	grep -qF "\"name\": \"$part" "$sbom" || fail "$part is not in $sbom"
	grep -q "^$part" "$licences" || fail "$part is not in $licences"
done
exit $status
