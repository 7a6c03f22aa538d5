#!/bin/bash
# Tries the Windows build with ONNX Runtime's DirectML build on a computer without Windows and without a graphics
# card, under wine: the library is loaded by its absolute path and offers the provider, which fails, as wine has
# no Direct3D 12 here. So the processor is used, and its vectors are compared with those of this system's build.
# Needed: wine, x86_64-w64-mingw32-gcc, pip, npm, and some minutes. What is needed else is downloaded into DIR.
#
#	bench/accelerators/wine.sh DIR
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
dir=$(mkdir -p "$1" && cd "$1" && pwd)
photos=$root/testdata/sample-photos/photos/animals
export WINEPREFIX=$dir/prefix WINEDEBUG=-all WINEARCH=win64
unset RECOLLECT_ONNXRUNTIME DISPLAY

fetch() {
	cd "$dir"
	[ -x venv/bin/pip ] || python3 -m venv venv
	for wanted in onnxruntime==1.27.0 onnxruntime-directml==1.24.4; do
		venv/bin/pip download -q --no-deps --platform win_amd64 --python-version 311 --only-binary :all: -d wheels "$wanted"
	done
	[ -d package ] || {
		npm pack --silent onnxruntime-node@1.27.0 >/dev/null
		tar xzf onnxruntime-node-1.27.0.tgz package/bin/napi-v6/win32/x64
	}
	mkdir -p program directml older
	unzip -qojd program wheels/onnxruntime-1.27.0-*.whl onnxruntime/capi/onnxruntime.dll
	unzip -qojd older wheels/onnxruntime_directml-1.24.4-*.whl onnxruntime/capi/onnxruntime.dll onnxruntime/capi/DirectML.dll
	cp package/bin/napi-v6/win32/x64/{onnxruntime,DirectML}.dll directml/
}

build() {
	cd "$root"
	CC=x86_64-w64-mingw32-gcc CGO_ENABLED=1 GOOS=windows go build -o "$dir/program/recollect.exe" .
	go build -o "$dir/recollect" .
}

# wine 8 has no bcryptprimitives.dll, of which every Go program needs one function.
prefix() {
	[ -e "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" ] && return
	timeout 300 wineboot -i >"$dir/wineboot.log" 2>&1 || true
	cat >"$dir/random.c" <<-'C'
		#include <windows.h>
		BOOLEAN NTAPI SystemFunction036(PVOID b, ULONG n);
		__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE b, SIZE_T n) {
			for (; n; b++, n--) if (!SystemFunction036(b, 1)) return FALSE;
			return TRUE;
		}
	C
	x86_64-w64-mingw32-gcc -shared -o "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" "$dir/random.c" -ladvapi32
}

# A Windows program writes to a console or to a file: a pipe of wine loses lines.
windows() {
	wine "$dir/program/recollect.exe" --library "Z:${dir//\//\\}\\lib-$1" "${@:2}" >"$dir/out.txt" 2>"$dir/err.txt" || echo "status $?"
	cat "$dir/out.txt" "$dir/err.txt" | tr -d '\r'
}

fetch
build
prefix
rm -rf "$dir"/lib-*

echo "== the processor, on this system"
RECOLLECT_ONNXRUNTIME= "$dir/recollect" --library "$dir/lib-here" index "$photos" 2>&1 | tail -1

echo "== the processor, under wine"
windows cpu index "Z:${photos//\//\\}" | tail -1
"$here/compare.py" "$dir/lib-here/recollect.db" "$dir/lib-cpu/recollect.db"

echo "== DirectML's build as an add-on: the table, the index"
mkdir -p "$dir/lib-directml/accelerators"
cp -r "$dir/directml" "$dir/lib-directml/accelerators/"
windows directml index "Z:${photos//\//\\}" | tail -1
windows directml doctor --providers | grep -A3 '^[* ] *\(CPU\|DirectML\)'
"$here/compare.py" "$dir/lib-here/recollect.db" "$dir/lib-directml/recollect.db"

echo "== an older build, of another version of the interface"
mkdir -p "$dir/lib-older/accelerators"
cp -r "$dir/older" "$dir/lib-older/accelerators/directml"
windows older index "Z:${photos//\//\\}" | tail -1
windows older doctor --providers | grep -A3 '^[* ] *\(CPU\|DirectML\)'
