#!/bin/sh
# setup.sh [headless]: installs the Debian packages that are missing.
# With no word: what a build needs. "headless" adds a private X server and what tests compare with.
# Quick and silent when nothing is missing.
set -eu

packages="gcc pkg-config libgl1-mesa-dev xorg-dev libwayland-dev libxkbcommon-dev libturbojpeg0-dev libjpeg-dev"
[ "${1:-}" != headless ] || packages="$packages xvfb libgl1-mesa-dri strace libimage-exiftool-perl dbus-daemon iproute2"

# ONNX Runtime's library comes through pip or npm, whichever is there, when it
# is missing or of another version.
library=${LIBRARY:-build/libonnxruntime.so}
if { [ ! -e "$library" ] || [ "$library" -ot scripts/onnxruntime/libraries.go ]; } && ! python3 -m pip --version >/dev/null 2>&1 &&
	! pip3 --version >/dev/null 2>&1 && ! npm --version >/dev/null 2>&1; then
	packages="$packages python3-pip"
fi

if ! command -v dpkg-query >/dev/null; then
	echo "setup: this is not Debian; needed is what these of its packages hold: $packages"
	exit 0
fi

# One call for all: dpkg-query takes longer to start than to answer.
# shellcheck disable=SC2086
installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' $packages 2>/dev/null || true)
missing=
for package in $packages; do
	echo "$installed" | grep -qx "$package installed" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

root=
[ "$(id -u)" = 0 ] || root=sudo
echo "setup: installing$missing"
$root apt-get update -qq
# shellcheck disable=SC2086
$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
