#!/bin/sh
# flatpak.sh makes a Flatpak of the archive that linux.sh has left:
#
#     fyne-cross/dist/recollect-VERSION.flatpak
#
# It needs flatpak-builder, and the runtime and the SDK that the manifest names, from Flathub.
cd "$(dirname "$0")/.."
. fyne-cross/common.sh

arch=$(dpkg --print-architecture)
archive=$dist/recollect-$version-linux-$arch.tar.xz
[ -e "$archive" ] || { echo "flatpak: make package-linux comes first"; exit 1; }
manifest=$tmp/$id.yml
sed "s|@ARCHIVE@|$(realpath "$archive")|" fyne-cross/linux/flatpak.yml >"$manifest"
flatpak-builder --force-clean --disable-rofiles-fuse --repo="$tmp/flatpak-repo" "$tmp/flatpak" "$manifest"
flatpak build-bundle "$tmp/flatpak-repo" "$dist/recollect-$version.flatpak" "$id"
sums
