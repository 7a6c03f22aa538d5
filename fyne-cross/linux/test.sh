#!/bin/sh
# test.sh PACKAGE.deb installs the package into a bare Debian root and uses it there as an ordinary user:
# an older package and the library that it makes, the upgrade, the sample photos and three sentences, the
# window, a dropped file, "Open with", another user, a library of a newer version, and the removal.
# Nothing but the user's library may be left. Needs root, debootstrap and a mirror.
#
# PREVIOUS.deb in the environment is the older package. Without one it is PACKAGE with a lower number,
# and libraries of earlier versions (engine/catalog/testdata) stand for what it made.
# START and FOUND are the longest from a warm start to the window, and to the first found photo.
deb=$(realpath "$1")
cd "$(dirname "$0")/../.."
. fyne-cross/common.sh

suite=${SUITE:-bookworm}
mirror=${MIRROR:-$(sed -n 's/^URIs: *//p; s/^deb \(\[[^]]*\] \)\{0,1\}\(http[^ ]*\) .*/\2/p' \
	/etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -n 1)}
root=$(mktemp -d)
chmod 755 "$root" # a person looks into it
say() { echo "package-test: $*"; }
fail() { say "$*"; exit 1; }
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/root DEBIAN_FRONTEND=noninteractive "$@"; }
as_user() { chroot "$root" su - person -c "$1"; }
# quietly FILE COMMAND... keeps what a command says in a file, and shows the end of it if it fails.
quietly() {
	log=$1 && shift
	"$@" >"$log" 2>&1 || { tail "$log"; exit 1; }
}
finish() {
	umount "$root/proc" "$root/dev/shm" 2>/dev/null || true
	rm -rf "$root"
}
trap finish EXIT
trap "exit 1" INT TERM

say "programs and libraries are hardened"
unpacked=$root/unpacked
dpkg-deb -x "$deb" "$unpacked"
program=$unpacked/usr/lib/recollect/recollect
readelf -hW "$program" | grep -q 'Type: *DYN' || fail "it is not position-independent"
readelf -dW "$program" | grep -q 'FLAGS_1.*NOW.*PIE' || fail "it binds late, or is no PIE"
readelf -SW "$program" | grep -q '\.symtab' && fail "it is not stripped"
for file in "$program" "$unpacked/usr/lib/recollect/libonnxruntime.so"; do
	readelf -lW "$file" | grep -q GNU_RELRO || fail "$file: relocations stay writable"
	readelf -lW "$file" | grep 'GNU_STACK' | grep -q 'RW ' || fail "$file: the stack is executable"
	readelf -dW "$file" | grep -E 'TEXTREL|RPATH' && fail "$file: it writes to its code, or searches for libraries"
done
find "$unpacked" -perm /6000 -o -perm /022 ! -type l | grep . && fail "more is allowed there than it should be"
rm -rf "$unpacked"

say "a bare $suite from $mirror"
quietly "$tmp/debootstrap.log" debootstrap --variant=minbase "$suite" "$root" "$mirror"
mount -t proc proc "$root/proc"
mkdir -p "$root/dev/shm" && mount -t tmpfs tmpfs "$root/dev/shm"
cp /etc/apt/apt.conf.d/* "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
inside apt-get update -qq

say "install the version before"
cp "$deb" "$root/recollect.deb"
if [ -n "${PREVIOUS:-}" ]; then
	cp "$PREVIOUS" "$root/previous.deb"
else
	dpkg-deb -R "$deb" "$root/previous"
	sed -i 's/^Version: .*/Version: 0.0.1/' "$root/previous/DEBIAN/control"
	quietly "$tmp/previous.log" dpkg-deb --root-owner-group -Znone --build "$root/previous" "$root/previous.deb"
	rm -rf "$root/previous"
fi
quietly "$tmp/install.log" inside apt-get install -y -qq --no-install-recommends /previous.deb
inside sh -c 'ldd /usr/lib/recollect/recollect /usr/lib/recollect/libonnxruntime.so | grep "not found"' && fail "a library is missing"
inside useradd -m person
inside useradd -m stranger
quietly "$tmp/index.txt" as_user "recollect index /usr/lib/recollect/sample-photos/animals"
before=$(as_user "recollect status --json")

say "upgrade"
quietly "$tmp/upgrade.log" inside apt-get install -y -qq --no-install-recommends /recollect.deb
inside dpkg-query -W -f '${Version}\n' recollect | grep -qxF "$(dpkg-deb -f "$deb" Version)" || fail "the older package stayed"
as_user "recollect --version" | grep "^Recollect $version, commit [0-9a-f]\{12\} of 20" || fail "it does not say what it is"
quietly "$tmp/index.txt" as_user "recollect index"
counts() { sed 's/.*\("photos":[0-9]*,"encoded":[0-9]*\).*/\1/'; }
[ "$(as_user "recollect status --json" | counts)" = "$(echo "$before" | counts)" ] || fail "the library is another after the upgrade"
for old in engine/catalog/testdata/v*.db; do
	name=$(basename "$old" .db)
	mkdir "$root/home/person/$name" && cp "$old" "$root/home/person/$name/recollect.db"
	inside chown -R person: "/home/person/$name"
	quietly "$tmp/$name.txt" as_user "recollect --library ~/$name index && recollect --library ~/$name status"
	say "a library of $name opens: $(grep "photos,.*gone$" "$tmp/$name.txt")"
done

say "lists of what is shipped"
share=$root/usr/share/doc/recollect
listed() { fyne-cross/listed.sh "$root/usr/lib/recollect" "$1" "$tmp/licences.txt"; }
gzip -dc "$share/THIRD_PARTY_LICENSES.gz" >"$tmp/licences.txt"
listed "$share/sbom.cdx.json"
for line in pkg:golang/github.com/tetratelabs/wazero '"name": "libaom' '"content": '; do
	grep -v "$line" "$share/sbom.cdx.json" >"$tmp/without.json"
	listed "$tmp/without.json" >/dev/null && fail "nobody notices that $line is missing"
done

say "on the command line, where there is no display"
quietly "$tmp/doctor.txt" as_user "recollect doctor"
quietly "$tmp/index.txt" as_user "recollect index /usr/lib/recollect/sample-photos"
while IFS='|' read -r sentence photo; do
	as_user "recollect search '$sentence' --limit 1" | grep -q "$photo" || fail "'$sentence' does not find $photo"
	say "'$sentence' finds $photo"
done <fyne-cross/linux/sentences.txt

say "in a window: three sentences, and a file that is dropped"
quietly "$tmp/install.log" inside apt-get install -y -qq --no-install-recommends xvfb libgl1-mesa-dri libglib2.0-bin \
	desktop-file-utils shared-mime-info
for tool in demo installed; do
	CGO_ENABLED=0 go build -o "$root/usr/local/bin/$tool" ./e2e/$tool
done
as_user "demo -program /usr/bin/recollect -photos /usr/lib/recollect/sample-photos -shots shots" || fail "the window failed"
cp -R "$root/home/person/shots" "$tmp/"

say "on a desktop: how fast it is there, Open with, Find its like, and another user"
socket=/home/person/socket
as_user "installed -desktop /usr/share/applications/$id.desktop -photos /usr/lib/recollect/sample-photos -socket $socket \
	-start ${START:-5s} -found ${FOUND:-30s}" &
desktop=$!
until [ -e "$root$socket" ] || ! kill -0 $desktop 2>/dev/null; do sleep 0.1; done
if [ -e "$root$socket" ]; then
	address=$(cat "$root$socket")
	chroot "$root" su - stranger -c "installed -refused '$address'" || { kill $desktop; fail "another user is not refused"; }
	say "another user cannot reach the window"
	rm "$root$socket"
fi
wait $desktop || fail "the desktop failed"

say "a library of a newer version"
library=$root/home/person/.local/share/recollect
cp -a "$library" "$root/home/person/newer"
printf '\000\000\000\143' | dd of="$root/home/person/newer/recollect.db" bs=1 seek=60 conv=notrunc 2>/dev/null # user_version
sum=$(sha256sum "$root/home/person/newer/recollect.db")
for verb in status "search bird" "index /usr/lib/recollect/sample-photos"; do
	as_user "recollect --library ~/newer $verb" >"$tmp/newer.txt" 2>&1 && fail "$verb accepts it"
	grep -q "was written by a newer Recollect. Nothing was touched." "$tmp/newer.txt" || fail "$verb says $(cat "$tmp/newer.txt")"
done
[ "$(sha256sum "$root/home/person/newer/recollect.db")" = "$sum" ] || fail "it was changed"

say "remove"
quietly "$tmp/remove.log" inside dpkg --purge recollect
inside sh -c 'find / -xdev -path /proc -prune -o -iname "*recollect*" -print' | grep -v -e '^/\(recollect\|previous\).deb$' \
	-e '^/home/person/' -e '^/var/cache' -e '^/var/log' && fail "something was left"
test -d "$library" || fail "the library is gone"
say "all is well"
