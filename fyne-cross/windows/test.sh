#!/bin/bash
# test.sh uses the packages for Windows under wine as a person would: unpacks the archive into a folder with a name
# that is not ASCII, indexes and searches on the command line and in the window, opens a file, and then installs,
# uses and removes the program. Needs what windows.sh left in fyne-cross/dist. Screenshots: fyne-cross/tmp/windows-shots.
#
# What wine cannot show is listed in fyne-cross/README.md.
cd "$(dirname "$0")/../.."
. fyne-cross/common.sh
. fyne-cross/windows/setup.sh
need wine wine64 gcc-mingw-w64-x86-64-win32 xvfb libgl1-mesa-dri imagemagick unzip
set -o pipefail

name=recollect-$version-windows-amd64
work=$(mktemp -d)
shots=$PWD/$tmp/windows-shots
export WINEPREFIX=$work/prefix WINEDLLOVERRIDES=winemenubuilder.exe=d WINEDEBUG=-all WINEARCH=win64 LANG=C.UTF-8 LC_ALL=C.UTF-8 LIBGL_ALWAYS_SOFTWARE=1
unset DISPLAY WAYLAND_DISPLAY RECOLLECT_ONNXRUNTIME RECOLLECT_LIBRARY
drive=$WINEPREFIX/drive_c
say() { echo "package-windows-test: $*"; }
fail() { say "$*"; exit 1; }
finish() {
	wineserver -k 2>/dev/null || true
	rm -rf "$work"
}
trap finish EXIT
trap "exit 1" INT TERM

# on_windows PATH is what a program under wine calls a file of this system. Wine hides its own prefix on Z:.
on_windows() {
	local p=$1
	case $p in
	"$drive"/*) p=C:${p#"$drive"} ;;
	*) p=Z:$p ;;
	esac
	printf '%s' "${p//\//\\}"
}

# console ARGUMENT... runs the console's program in $app and prints what it wrote. To a pipe wine loses lines.
console() {
	local status=0
	timeout 900 wine "$app/recollect.com" "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
	tr -d '\r' <"$work/out"
	tr -d '\r' <"$work/err" >&2
	return "$status"
}

say "a prefix of wine, which calls itself Windows 10"
timeout 900 wineboot -i >"$work/wineboot.log" 2>&1 || true
wine reg add 'HKCU\Software\Wine' /v Version /d win10 /f >/dev/null
x86_64-w64-mingw32-gcc -shared -o "$drive/windows/system32/bcryptprimitives.dll" fyne-cross/windows/random.c -ladvapi32
local_data=$(find "$drive/users" -type d -path "*/AppData/Local" -print -quit)
[ -n "$local_data" ] || fail "the prefix has no folder for a person's data: $(cat "$work/wineboot.log")"

say "the archive, unpacked into a folder with letters of many scripts"
app="$drive/Programme für Ärzte, 写真"
mkdir -p "$app"
unzip -q "$dist/$name.zip" -d "$work"
mv "$work/$name"/* "$app/"

say "lists of what is shipped"
fyne-cross/listed.sh "$app" "$app/sbom.cdx.json" "$app/THIRD_PARTY_LICENSES.txt"

say "on the command line"
console version | grep -q "^Recollect $version" || fail "no version"
status=0
console nonsense 2>/dev/null || status=$?
[ "$status" = 2 ] || fail "a misspelt command ends with status $status"
console doctor >"$work/doctor.txt" || { cat "$work/doctor.txt"; fail "doctor finds fault"; }
cp "$work/doctor.txt" "$tmp/windows-doctor.txt"

# Pictures with long paths, names of many scripts, and formats that Go's own library does not read.
long=$work/pictures
for n in 1 2 3 4 5 6 7 8; do long="$long/a folder with a name of forty letters, $n"; done
many="$work/pictures/Urlaub für Ærø/写真 и фото"
mkdir -p "$long" "$many"
cp testdata/sample-photos/photos/animals/osprey-on-branch.jpg "$long/a name.jpg"
cp engine/decode/heif/testdata/orientation-1.heic engine/decode/heif/testdata/orientation-1.avif \
	testdata/sample-photos/photos/2022/zoo/panda.webp "$many/"

# used FOLDER uses the program in a folder with a library of its own, on the command line and in the window.
used() {
	app=$1
	export RECOLLECT_LIBRARY=$2
	say "doctor"
	console doctor >"$work/doctor.txt" || { cat "$work/doctor.txt"; fail "doctor finds fault"; }
	say "index: the sample photos; HEIC, AVIF, WebP; paths of $(printf %s "$long" | wc -m) letters and of many scripts"
	console index "$(on_windows "$app/sample-photos")" "$(on_windows "$work/pictures")" >/dev/null 2>"$work/index.txt" ||
		{ cat "$work/index.txt"; fail "index"; }
	console status --json >"$work/status.json"
	grep -q '"problems":0' "$work/status.json" || { cat "$work/status.json"; fail "photos cannot be read"; }
	while IFS='|' read -r sentence photo; do
		console search "$sentence" --limit 1 | grep -q "$photo" || fail "'$sentence' does not find $photo"
		say "'$sentence' finds $photo"
	done <fyne-cross/linux/sentences.txt
	for file in orientation-1.heic orientation-1.avif panda.webp; do
		console similar "$(on_windows "$many/$file")" --limit 3 | grep -qF "写真 и фото\\$file" || fail "$file is not like itself"
	done
	console similar "$(on_windows "$long/a name.jpg")" --limit 5 | grep -qF 'letters, 8\a name.jpg' || fail "a long path is not found"
	unset RECOLLECT_LIBRARY
}
used "$app" "$(on_windows "$work/library")"

say "in a window: three sentences, and a file that is dropped"
CGO_ENABLED=0 go build -o "$work/demo" ./e2e/demo
RECOLLECT_EXE=$app/recollect.exe "$work/demo" -program fyne-cross/windows/program.sh -shots "$shots" || fail "the window failed"

# shown WHAT waits until the trace of the window says it.
shown() {
	for _ in $(seq 1200); do
		grep -q "$1" "$work/trace.jsonl" 2>/dev/null && return
		sleep 0.25
	done
	fail "the window does not say $1: $(tail -n 1 "$work/trace.jsonl")"
}

# opened PROGRAM FILE has a file opened as Explorer does, and closes the window.
opened() {
	rm -f "$work/trace.jsonl"
	RECOLLECT_TRACE=$(on_windows "$work/trace.jsonl") RECOLLECT_LIBRARY=$(on_windows "$work/opened") \
		wine "$1" -- "$(on_windows "$2")" &
	local program=$!
	shown '"view":"results","query":"","images":\['
	sleep 2 # for the picture, which the trace does not tell of
	import -window root "$shots/$3"
	wine taskkill /im recollect.exe >/dev/null 2>&1
	sleep 1 # it asks whether to keep watching; closed once more, it ends
	wine taskkill /im recollect.exe >/dev/null 2>&1
	wait "$program" || fail "the window does not end well"
}
Xvfb -displayfd 3 -screen 0 1280x800x24 +extension GLX 3>"$work/display" 2>/dev/null &
server=$!
for _ in $(seq 100); do [ -s "$work/display" ] && break; sleep 0.1; done
DISPLAY=:$(cat "$work/display")
export DISPLAY
say "a file as argument"
opened "$app/recollect.exe" "$many/orientation-1.heic" opened-heic.png
opened "$app/recollect.exe" "$long/a name.jpg" opened-long.png

say "install"
timeout 900 wine "$dist/$name-setup.exe" /S || fail "the installer ends with status $?"
installed=$local_data/Programs/Recollect
[ "$(diff -r "$app" "$installed")" = "Only in $installed: uninstall.exe" ] || fail "not installed: $(diff -rq "$app" "$installed")"
[ -e "$drive/users/$(id -un)/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Recollect.lnk" ] || fail "no entry in the Start menu"
key() { wine reg query "HKCU\\Software\\$1" "${@:2}" 2>/dev/null | tr -d '\r'; }
key 'Classes\.heic\OpenWithProgids' | grep -q Recollect.Picture || fail "Explorer's Open with does not know HEIC"
key 'Classes\Recollect.Picture\shell\open\command' /ve | grep -qF 'recollect.exe" -- "%1"' || fail "Open with opens nothing"

say "the installed program"
used "$installed" "$(on_windows "$work/library-installed")"
opened "$installed/recollect.exe" "$many/panda.webp" opened-installed.png

say "uninstall"
mkdir -p "$local_data/recollect"
cp -R "$work/library-installed/." "$local_data/recollect/"
echo "a file of the person" >"$installed/mine.txt"
wine reg add 'HKCU\Software\Microsoft\Windows\CurrentVersion\Run' /v "$id" /d "$installed" /f >/dev/null # as starting at login does
wine reg add 'HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run' /v "$id" /t REG_BINARY /d 03 /f >/dev/null
removed() {
	wine "$installed/uninstall.exe" "$@"
	for _ in $(seq 600); do [ -e "$installed/uninstall.exe" ] || break; sleep 0.25; done # it goes on in a copy of itself
	wineserver -w
}
removed /S
[ "$(ls "$installed")" = mine.txt ] || fail "left, or taken: $(ls "$installed")"
[ -e "$local_data/recollect/recollect.db" ] || fail "the library is gone"
find "$drive/users" -name "Recollect.lnk" | grep . && fail "the Start menu still has it"
grep -i 'recollect' "$WINEPREFIX/user.reg" | grep -vi -e MUICache -e wine-Programs -e '^"Z:' && fail "the registry still has it"
say "uninstall, and the library too"
rm "$installed/mine.txt"
timeout 900 wine "$dist/$name-setup.exe" /S
removed /S /LIBRARY
[ ! -e "$installed" ] || fail "the folder of the program is left"
[ ! -e "$local_data/recollect" ] || fail "the library is left although it was to go"
kill "$server"
say "all is well; screenshots in $shots"
