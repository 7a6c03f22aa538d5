# Sourced by windows.sh and test.sh.

# need PACKAGE... installs the Debian packages that are missing.
need() {
	missing=
	for package in "$@"; do
		dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing="$missing $package"
	done
	[ -n "$missing" ] || return 0
	root=
	[ "$(id -u)" = 0 ] || root=sudo
	echo "windows: installing$missing"
	$root apt-get update -qq
	# shellcheck disable=SC2086
	$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}
