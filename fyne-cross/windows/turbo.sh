#!/bin/sh
# turbo.sh FOLDER builds libjpeg-turbo for Windows, static, from the source of the Debian package that the build for
# Linux links: FOLDER/lib, FOLDER/include. Nothing is done if FOLDER has it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
version=2.1.5
sum=254f3642b04e309fee775123133c6464181addc150499561020312ec61c1bf7c
mirror=${MIRROR:-http://deb.debian.org/debian}

out=$1
[ ! -e "$out/lib/pkgconfig/libturbojpeg.pc" ] || exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/source" "$work/build" "$out"
out=$(cd "$out" && pwd)

# The system's own lists are left alone: they need not name sources.
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
echo "deb-src [signed-by=$keyring] $mirror bookworm main" >"$work/sources.list"
cd "$work"
apt() {
	apt-get -qq -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists="$work/lists" \
		-o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User="$(id -un)" "$@"
}
apt update
apt source --download-only libjpeg-turbo >/dev/null
echo "$sum  libjpeg-turbo_$version.orig.tar.gz" | sha256sum --check --quiet
tar --extract --file "libjpeg-turbo_$version.orig.tar.gz" --strip-components 1 --directory source
cd build
cmake -G "Unix Makefiles" -DCMAKE_TOOLCHAIN_FILE="$here/mingw.cmake" -DCMAKE_BUILD_TYPE=Release -DENABLE_SHARED=0 \
	-DCMAKE_ASM_NASM_FLAGS=--reproducible \
	-DCMAKE_C_FLAGS="-ffile-prefix-map=$work=." -DCMAKE_INSTALL_PREFIX=/ ../source >log 2>&1 || { cat log; exit 1; }
make -j2 turbojpeg-static >log 2>&1 || { tail log; exit 1; }

mkdir -p "$out/lib/pkgconfig" "$out/include"
cp libturbojpeg.a "$out/lib/"
cp jconfig.h ../source/jpeglib.h ../source/jmorecfg.h ../source/jerror.h "$out/include/"
# shellcheck disable=SC2016
printf '%s\n' 'Name: libturbojpeg' 'Description: libjpeg-turbo, static' "Version: $version" \
	'Libs: ${pcfiledir}/../libturbojpeg.a' 'Cflags: -I${pcfiledir}/../../include' >"$out/lib/pkgconfig/libturbojpeg.pc"
