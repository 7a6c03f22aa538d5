#!/bin/sh
# test.sh PACKAGE.deb installs the package into a bare Debian root and uses it there as an ordinary user:
# indexes the sample photos, finds three sentences, opens the window, drops a file on it, upgrades, and
# removes the package. Nothing but the user's library may be left. Needs root, debootstrap and a mirror.
deb=$(realpath "$1")
cd "$(dirname "$0")/../.."
. fyne-cross/common.sh

suite=${SUITE:-bookworm}
mirror=${MIRROR:-$(sed -n 's/^URIs: *//p; s/^deb \(\[[^]]*\] \)\{0,1\}\(http[^ ]*\) .*/\2/p' \
	/etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -n 1)}
root=$(mktemp -d)
chmod 755 "$root" # a person looks into it
say() { echo "package-test: $*"; }
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/root "$@"; }
as_user() { chroot "$root" su - person -c "$1"; }
finish() {
	umount "$root/proc" "$root/dev/shm" 2>/dev/null || true
	rm -rf "$root"
}
trap finish EXIT
trap "exit 1" INT TERM

say "a bare $suite from $mirror"
debootstrap --variant=minbase "$suite" "$root" "$mirror" >"$tmp/debootstrap.log" 2>&1 || { tail "$tmp/debootstrap.log"; exit 1; }
mount -t proc proc "$root/proc"
mkdir -p "$root/dev/shm" && mount -t tmpfs tmpfs "$root/dev/shm"
cp /etc/apt/apt.conf.d/* "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
inside apt-get update -qq

say "install"
cp "$deb" "$root/recollect.deb"
inside sh -c 'DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends /recollect.deb' >"$tmp/install.log" 2>&1 ||
	{ tail "$tmp/install.log"; exit 1; }
inside sh -c 'ldd /usr/lib/recollect/recollect /usr/lib/recollect/libonnxruntime.so | grep "not found"' && { say "a library is missing"; exit 1; }
inside useradd -m person

say "on the command line, where there is no display"
as_user "recollect doctor" >"$tmp/doctor.txt" || { cat "$tmp/doctor.txt"; say "doctor finds fault"; exit 1; }
as_user "recollect index /usr/lib/recollect/sample-photos" >/dev/null
while IFS='|' read -r sentence photo; do
	as_user "recollect search '$sentence' --limit 1" | grep -q "$photo" || { say "'$sentence' does not find $photo"; exit 1; }
	say "'$sentence' finds $photo"
done <fyne-cross/linux/sentences.txt

say "in a window: three sentences, and a file that is dropped"
inside sh -c 'DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends xvfb libgl1-mesa-dri' >/dev/null 2>&1
CGO_ENABLED=0 go build -o "$root/usr/local/bin/demo" ./e2e/demo
as_user "demo -program /usr/bin/recollect -photos /usr/lib/recollect/sample-photos -shots shots" || { say "the window failed"; exit 1; }
cp -R "$root/home/person/shots" "$tmp/"

say "upgrade"
inside dpkg -i /recollect.deb >/dev/null
as_user "recollect status --json" | grep -q '"photos":' || { say "no status after an upgrade"; exit 1; }

say "remove"
inside sh -c 'dpkg --purge recollect' >/dev/null
inside sh -c 'find / -xdev -path /proc -prune -o -iname "*recollect*" -print' | grep -v -e '^/recollect.deb$' -e '^/home/person/' -e '^/var/cache' \
	-e '^/var/log' && { say "something was left"; exit 1; }
test -d "$root/home/person/.local/share/recollect" || { say "the library is gone"; exit 1; }
say "all is well"
