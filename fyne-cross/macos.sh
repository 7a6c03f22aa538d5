#!/bin/sh
# macos.sh makes the application for macOS, on a Mac with the processor it is for:
#
#     fyne-cross/dist/Recollect-VERSION-macos-ARCH.zip
#
# SIGN_AS names the identity to sign with; without one the application is signed for this Mac only
# ("ad hoc"), and a Mac that downloads it must be told to open it. With NOTARY_PROFILE, a profile that
# "xcrun notarytool store-credentials" has stored, Apple is asked to notarise it, and the ticket is
# stapled to it.
#
# With PROGRAM, which is any file, the layout is made on any system: nothing is built or signed then.
cd "$(dirname "$0")/.."
. fyne-cross/common.sh

name=$(sed -n 's/^ *Name = "\(.*\)"/\1/p' FyneApp.toml)
number=$(sed -n 's/^ *Build = \(.*\)/\1/p' FyneApp.toml)
arch=$(go env GOARCH)
[ -z "${PROGRAM:-}" ] || arch=arm64
app=$tmp/macos/$name.app
contents=$app/Contents
rm -rf "$tmp/macos"
mkdir -p "$contents/MacOS" "$contents/Frameworks" "$contents/Resources"

if [ -n "${PROGRAM:-}" ]; then
	cp "$PROGRAM" "$contents/MacOS/recollect"
else
	go build -trimpath -buildvcs=false -o "$contents/MacOS/recollect" -ldflags "-s -w $stamp" .
fi
go run ./scripts/onnxruntime -o "$contents/Frameworks" -platform "darwin/$arch" -notices "$tmp/onnxruntime-notices.txt"
cp -R testdata/sample-photos/photos "$contents/Resources/sample-photos"
cp testdata/sample-photos/CREDITS.* "$contents/Resources/sample-photos/"
cp LICENSE "$contents/Resources/"
fill() { sed "s/@ID@/$id/; s/@NAME@/$name/; s/@VERSION@/$version/; s/@BUILD@/$number/" "$1"; }
fill fyne-cross/macos/Info.plist >"$contents/Info.plist"
printf 'APPL????' >"$contents/PkgInfo"
go run ./fyne-cross/icons -icns "$contents/Resources/recollect.icns" assets/icon.png
if [ -z "${PROGRAM:-}" ]; then
	# The lists are made from one folder that holds all.
	mkdir "$tmp/macos/all"
	cp -R "$contents/MacOS/recollect" "$contents/Frameworks/libonnxruntime.dylib" "$contents/Resources/sample-photos" "$tmp/macos/all/"
	go run ./fyne-cross/licences -sbom "$contents/Resources/sbom.cdx.json" -notices "$tmp/onnxruntime-notices.txt" "$tmp/macos/all" \
		>"$contents/Resources/THIRD_PARTY_LICENSES"
fi
chmod -R u=rwX,go=rX "$app"
chmod 755 "$contents/MacOS/recollect"

# Inside out: what holds something signed is signed last. The hardened runtime is what notarising asks for.
if command -v codesign >/dev/null; then
	codesign --force ${SIGN_AS:+--timestamp} --options runtime --sign "${SIGN_AS:--}" "$contents/Frameworks/libonnxruntime.dylib"
	codesign --force ${SIGN_AS:+--timestamp} --options runtime --entitlements fyne-cross/macos/entitlements.plist \
		--sign "${SIGN_AS:--}" "$app"
	codesign --verify --strict --deep "$app"
fi

# zip keeps the order that it is given, and no dates of access.
pack() {
	find "$app" -exec touch -h -t "$moment" {} +
	rm -f "$zip"
	(cd "$tmp/macos" && find "$name.app" | sort | zip -X -q -y "$zip" -@)
}
moment=$(date -u -r "$SOURCE_DATE_EPOCH" +%Y%m%d%H%M.%S 2>/dev/null || date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d%H%M.%S)
zip=$(pwd)/$dist/$name-$version-macos-$arch.zip
pack
if [ -n "${NOTARY_PROFILE:-}" ]; then
	xcrun notarytool submit "$zip" --keychain-profile "$NOTARY_PROFILE" --wait
	xcrun stapler staple "$app"
	pack
fi
(cd "$dist" && rm -f SHA256SUMS && for file in *; do shasum -a 256 "$file"; done >"../tmp/sums" && mv ../tmp/sums SHA256SUMS)
ls -l "$dist"
