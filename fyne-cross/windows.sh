#!/bin/sh
# windows.sh makes the archive and the installer for Windows 10 and 11 on x64, on Debian with MinGW-w64:
#
#     fyne-cross/dist/recollect-VERSION-windows-amd64.zip         unpack it anywhere
#     fyne-cross/dist/recollect-VERSION-windows-amd64-setup.exe   installs for one user, no administrator needed
#
# Needed: Go, npm, pip, and Debian packages, which are installed where they are missing.
cd "$(dirname "$0")/.."
. fyne-cross/common.sh
. fyne-cross/windows/setup.sh
need gcc-mingw-w64-x86-64-win32 binutils-mingw-w64-x86-64 mingw-w64-x86-64-dev gcc nasm cmake make nsis zip unzip pkg-config \
	libjpeg62-turbo-dev

name=recollect-$version-windows-amd64
app=$tmp/windows/$name
parts=$tmp/windows/parts
# Beside what Go compiled with it: Go's cache keeps the path of this library, whichever checkout is built.
turbo=$(go env GOCACHE)/recollect-turbo-windows-$(cat fyne-cross/windows/turbo.sh fyne-cross/windows/mingw.cmake | sha256sum | cut -c1-16)
rm -rf "$tmp/windows"
mkdir -p "$app" "$parts"
fyne-cross/windows/turbo.sh "$turbo"

# Icon, version and manifest, once for each program.
go run ./fyne-cross/windows/parts assets/icon.png "$parts"
dotted=$version.$(sed -n 's/^ *Build = //p' FyneApp.toml)
sed "s/@ID@/$id/; s/@DOTTED@/$dotted/" fyne-cross/windows/recollect.manifest >"$parts/recollect.manifest"
resources() { # FILE WHAT OUT
	sed "s/@NUMBERS@/$(echo "$dotted" | tr . ,)/; s/@VERSION@/$version/; s/@NAME@/Recollect/; s/@FILE@/$1/; s/@WHAT@/$2/
		s/@COPYRIGHT@/$(sed -n 's/^Copyright //p' LICENSE)/" fyne-cross/windows/recollect.rc >"$parts/recollect.rc"
	x86_64-w64-mingw32-windres --codepage=65001 -I "$parts" "$parts/recollect.rc" -O coff -o "$3"
}
resources recollect.exe "Recollect" "$parts/recollect.o"
resources recollect.com "Recollect for the console" "$parts/console.o"

# No console window, all of C static, no build ID, no date and no paths.
PKG_CONFIG_LIBDIR=$turbo/lib/pkgconfig CC=x86_64-w64-mingw32-gcc CGO_ENABLED=1 GOOS=windows GOARCH=amd64 \
	go build -trimpath -buildvcs=false -tags turbo -o "$app/recollect.exe" -ldflags "-s -w $stamp -H windowsgui -linkmode=external \
	-extldflags '\"$PWD/$parts/recollect.o\" -static'" .
x86_64-w64-mingw32-gcc -Os -s -static -Wall -Wextra -Wl,--no-insert-timestamp -o "$app/recollect.com" \
	fyne-cross/windows/console.c "$parts/console.o"

# ONNX Runtime with DirectML, and the Visual C++ runtime that both need.
go run ./scripts/onnxruntime -accelerated -platform windows/amd64 -o "$app" -notices "$tmp/onnxruntime-notices.txt"
python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version=3.12 \
	--platform=win_amd64 --dest "$parts" msvc-runtime==14.51.36231
# shellcheck disable=SC2046
unzip -qoj "$parts"/msvc_runtime-*.whl $(sed 's/.* /*\/Scripts\//' fyne-cross/windows/vcruntime.sha256) -d "$app"
(cd "$app" && sha256sum --check --quiet) <fyne-cross/windows/vcruntime.sha256
go run ./fyne-cross/windows/imports "$app"

cp -R testdata/sample-photos/photos "$app/sample-photos"
cp testdata/sample-photos/CREDITS.* "$app/sample-photos/"
go run ./fyne-cross/licences -sbom "$tmp/windows/sbom.cdx.json" -notices "$tmp/onnxruntime-notices.txt" "$app" \
	>"$tmp/windows/THIRD_PARTY_LICENSES.txt"
cp "$tmp/windows/sbom.cdx.json" "$tmp/windows/THIRD_PARTY_LICENSES.txt" "$app/"
cp LICENSE "$app/LICENSE.txt"
settle "$app"

rm -f "$dist/$name.zip"
(cd "$tmp/windows" && find "$name" | sort | zip -9 -X -q -@ "$OLDPWD/$dist/$name.zip")
quick=
[ "${LEVEL:-}" != 0 ] || quick=-DQUICK
# shellcheck disable=SC2086
makensis -V2 -WX $quick -DID="$id" -DVERSION="$version" -DDOTTED="$dotted" -DAPP="$PWD/$app" -DPARTS="$PWD/$parts" \
	-DOUT="$PWD/$dist/$name-setup.exe" -DSIZE_KB="$(size "$app")" fyne-cross/windows/installer.nsi
sums
ls -l "$dist"
