#!/bin/sh
# appimage.sh makes an AppImage of the tree that linux.sh has left:
#
#     RUNTIME=runtime-x86_64 fyne-cross/appimage.sh
#     fyne-cross/dist/Recollect-VERSION-x86_64.AppImage
#
# RUNTIME is the type 2 runtime of the AppImage project: a small program that mounts what follows it. An
# AppImage is no more than that, so that no other tool is needed than mksquashfs. Without RUNTIME the
# folder and the file system are made and tried, and the script says what is missing.
#
# No library of the system is within: all that the program needs belongs to any desktop, and libwayland
# in particular must be the one that the desktop's drivers were built for.
cd "$(dirname "$0")/.."
. fyne-cross/common.sh

arch=$(dpkg --print-architecture)
tree=$tmp/linux-$arch
[ -d "$tree/usr" ] || { echo "appimage: make package-linux comes first"; exit 1; }
command -v mksquashfs >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends squashfs-tools >/dev/null; }

folder=$tmp/Recollect.AppDir
rm -rf "$folder"
mkdir "$folder"
cp -R "$tree/usr" "$folder/usr"
cp "$folder/usr/share/applications/$id.desktop" "$folder/"
cp "$folder/usr/share/icons/hicolor/256x256/apps/$id.png" "$folder/"
ln -s "$id.png" "$folder/.DirIcon"
# The program finds its library by its own place; a link would be followed just as well.
ln -s usr/lib/recollect/recollect "$folder/AppRun"
settle "$folder"
said=$("$folder/AppRun" --version)
echo "appimage: AppRun says: $said"

machine=$(uname -m)
image=$tmp/Recollect.squashfs
rm -f "$image"
mksquashfs "$folder" "$image" -root-owned -noappend -no-progress -comp gzip -quiet
if [ -z "${RUNTIME:-}" ]; then
	echo "appimage: no RUNTIME is given: $image is what would follow it"
	exit 1
fi
out=$dist/Recollect-$version-$machine.AppImage
cat "$RUNTIME" "$image" >"$out"
chmod 755 "$out"
sums
ls -l "$out"
