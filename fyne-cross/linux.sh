#!/bin/sh
# linux.sh makes the Debian package and the archive for Linux, for the processor it runs on, or for ARCH
# (arm64):
#
#     fyne-cross/dist/recollect_VERSION_ARCH.deb
#     fyne-cross/dist/recollect-VERSION-linux-ARCH.tar.xz   its "make install" puts it below PREFIX
#     fyne-cross/dist/recollect-VERSION-linux-ARCH.cdx.json what both are made of
#
# Needed: what `make build` needs, and dpkg-deb.
cd "$(dirname "$0")/.."
. fyne-cross/common.sh

arch=${ARCH:-$(dpkg --print-architecture)}
tree=$tmp/linux-$arch
app=$tree/usr/lib/recollect
share=$tree/usr/share
speaker=$app/recollect # tells what the manual page is made of
goarch=$(go env GOARCH)
compile() { go build "$@"; }
[ "$arch" = "$(dpkg --print-architecture)" ] || . fyne-cross/linux/cross.sh
rm -rf "$tree"
mkdir -p "$app" "$tree/usr/bin" "$share/applications" "$share/metainfo" "$share/man/man1" "$share/doc/recollect" \
	"$share/bash-completion/completions" "$share/lintian/overrides"

# Position-independent, with relocations read-only and no executable stack. No build ID and no
# paths: the same commit gives the same bytes in any folder.
compile -trimpath -buildvcs=false -buildmode=pie -o "$app/recollect" -ldflags "-s -w $stamp -linkmode=external \
	-extldflags '-Wl,-z,relro,-z,now,-z,noexecstack,--build-id=none'" .
go run ./scripts/onnxruntime -o "$app" -platform "linux/$goarch" -notices "$tmp/onnxruntime-notices.txt"
strip --strip-unneeded "$app"/libonnxruntime.so
chmod 644 "$app"/libonnxruntime.so
cp -R testdata/sample-photos/photos "$app/sample-photos"
cp testdata/sample-photos/CREDITS.* "$app/sample-photos/"
ln -s ../lib/recollect/recollect "$tree/usr/bin/recollect"

sed "s/@SUMMARY@/$summary/" fyne-cross/linux/recollect.desktop >"$share/applications/$id.desktop"
sed "s/@VERSION@/$version/; s/@DATE@/$(date -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%d)/; s/@SUMMARY@/$summary/" \
	fyne-cross/linux/metainfo.xml >"$share/metainfo/$id.metainfo.xml"
go run ./fyne-cross/icons assets/icon.png "$share/icons/hicolor" "$id"
go run ./fyne-cross/manual -version "$version" -man "$share/man/man1/recollect.1" \
	-completion "$share/bash-completion/completions/recollect" "$speaker"
gzip -9n "$share/man/man1/recollect.1"
cp fyne-cross/linux/copyright "$share/doc/recollect/copyright"
cp fyne-cross/linux/lintian-overrides "$share/lintian/overrides/recollect"
go run ./fyne-cross/licences -sbom "$share/doc/recollect/sbom.cdx.json" -notices "$tmp/onnxruntime-notices.txt" "$app" \
	>"$share/doc/recollect/THIRD_PARTY_LICENSES"
gzip -9n "$share/doc/recollect/THIRD_PARTY_LICENSES"
cp "$share/doc/recollect/sbom.cdx.json" "$dist/recollect-$version-linux-$arch.cdx.json"
printf 'recollect (%s) unstable; urgency=low\n\n  * See https://keepachangelog.com and CHANGELOG.md of the source.\n\n -- Recollect <recollect@localhost>  %s\n' \
	"$version" "$(date -R -d "@$SOURCE_DATE_EPOCH")" | gzip -9n >"$share/doc/recollect/changelog.gz"
settle "$tree"
kib=$(size "$tree/usr")
[ "$kib" -le 136718 ] || { echo "linux: installed it takes $kib KiB, over 140 MB"; exit 1; }

# The archive is the same tree without what only Debian reads.
name=recollect-$version-linux-$arch
rm -rf "${tmp:?}/$name"
mkdir -p "$tmp/$name"
cp -R "$tree/usr" "$tmp/$name/usr"
cp fyne-cross/linux/Makefile "$tmp/$name/Makefile"
settle "$tmp/$name"
archive "$tmp/$name" "$dist/$name.tar.xz"

mkdir "$tree/DEBIAN"
sed "s/@VERSION@/$version/; s/@ARCH@/$arch/; s/@SUMMARY@/$summary/; s/@SIZE@/$kib/" \
	fyne-cross/linux/control >"$tree/DEBIAN/control"
(cd "$tree" && find usr -type f -printf '%P\0' | sort -z | sed -z 's/^/usr\//' | xargs -0 md5sum >DEBIAN/md5sums)
settle "$tree/DEBIAN"
export DPKG_DEB_THREADS_MAX=1 # how many there are shows in what xz makes
dpkg-deb --root-owner-group -Zxz "-z${LEVEL:-6}" --build "$tree" "$dist/recollect_${version}_$arch.deb" >/dev/null
sums
ls -l "$dist"
