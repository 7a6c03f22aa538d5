# Sourced by linux.sh, to build for another processor than this one. It has the compiler from Debian and
# the libraries of the other processor in a folder of their own: this system is given no second
# architecture.
case $arch in
arm64) triple=aarch64-linux-gnu ;;
*) echo "no cross build is known for $arch" && exit 1 ;;
esac
goarch=$arch
sysroot=$(pwd)/$tmp/sysroot-$arch

if ! command -v "$triple-gcc" >/dev/null || ! command -v debootstrap >/dev/null; then
	root=
	[ "$(id -u)" = 0 ] || root=sudo
	$root apt-get update -qq
	$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
		debootstrap "gcc-$triple" "libc6-dev-$arch-cross" >/dev/null
fi

# What the program is compiled with and, to run it in an emulator, what it runs with.
if [ ! -e "$sysroot/complete" ]; then
	suite=${SUITE:-bookworm}
	mirror=${MIRROR:-$(sed -n 's/^URIs: *//p; s/^deb \(\[[^]]*\] \)\{0,1\}\(http[^ ]*\) .*/\2/p' \
		/etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -n 1)}
	packages=libc6-dev,libstdc++6,libjpeg62-turbo-dev,libgl-dev,libegl-dev,libx11-dev,libxrandr-dev,libxxf86vm-dev,libxi-dev,libxcursor-dev,libxinerama-dev
	packages=$packages,libxkbcommon-dev,libwayland-dev,libturbojpeg0-dev
	rm -rf "$sysroot" "$tmp/debs-$arch"
	debootstrap --download-only --variant=minbase --arch="$arch" --include="$packages" "$suite" "$tmp/debs-$arch" "$mirror" \
		>"$tmp/sysroot.log" 2>&1 || { tail "$tmp/sysroot.log" && exit 1; }
	mkdir -p "$sysroot"
	for deb in "$tmp/debs-$arch"/var/cache/apt/archives/*.deb; do dpkg-deb -x "$deb" "$sysroot"; done
	# Links that begin at the root would lead to this system.
	find "$sysroot" -type l -lname '/*' | while read -r link; do ln -sfn "$sysroot$(readlink "$link")" "$link"; done
	rm -rf "$tmp/debs-$arch"
	touch "$sysroot/complete"
fi

# The environment is for the program alone: the other commands of linux.sh run here. The compiler is a
# script, since the folder's name may hold spaces.
compiler=$(pwd)/$tmp/$triple-gcc
printf '#!/bin/sh\nexec %s-gcc "--sysroot=%s" "$@"\n' "$triple" "$sysroot" >"$compiler"
chmod +x "$compiler"
compile() {
	GOOS=linux GOARCH=$goarch CGO_ENABLED=1 CC="\"$compiler\"" PKG_CONFIG_SYSROOT_DIR="$sysroot" \
		PKG_CONFIG_LIBDIR="$sysroot/usr/lib/$triple/pkgconfig:$sysroot/usr/share/pkgconfig" go build "$@"
}
strip() { "$triple-strip" "$@"; }
mkdir -p "$tmp/native"
speaker=$tmp/native/recollect
go build -o "$speaker" .
