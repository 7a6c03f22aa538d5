# Sourced by the scripts, in the root of the source: where things are, and what is the same for all.
# FyneApp.toml is the one place of version, id and name.
set -eu

version=$(sed -n 's/^ *Version = "\(.*\)"/\1/p' FyneApp.toml)
id=$(sed -n 's/^ *ID = "\(.*\)"/\1/p' FyneApp.toml)
summary=$(sed -n 's/^ *Comment = "\(.*\)"/\1/p' FyneApp.toml)
dist=fyne-cross/dist
tmp=fyne-cross/tmp

# Files carry the date of the commit, so that two builds of one commit are equal.
if [ -z "${SOURCE_DATE_EPOCH:-}" ]; then
	SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
fi
export SOURCE_DATE_EPOCH

# Go's own record of the commit depends on how the source came here: a clone, a work tree, an archive.
built=
if commit=$(git rev-parse HEAD 2>/dev/null); then
	built="$commit $(TZ=UTC git log -1 --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd)"
	[ -z "$(git status --porcelain)" ] || built="$built modified"
fi
stamp="-buildid= -X 'recollect/app/command/cli.built=$built'"
export TZ=UTC LC_ALL=C
umask 022
mkdir -p "$dist" "$tmp"

# LEVEL is how hard xz tries; 0 is quick, for a package that is only tested.

# settle FOLDER gives all below it the date of the commit, and permissions that depend on nobody's mask.
settle() {
	chmod -R u=rwX,go=rX "$1"
	find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

# size FOLDER tells how many KiB it takes, whatever the file system: as dpkg-gencontrol counts.
size() { find "$1" \( -type f -printf '%s\n' -o -printf '1\n' \) | awk '{ n += int(($1 + 1023) / 1024) } END { print n }'; }

# archive FOLDER FILE packs what is in FOLDER the same way each time.
archive() {
	tar --create --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
		--directory "$(dirname "$1")" "$(basename "$1")" | xz "-${LEVEL:-6}" >"$2"
}

# sums writes the SHA-256 of all that is in dist.
sums() { (cd "$dist" && find . -type f ! -name SHA256SUMS -printf '%P\n' | sort | xargs sha256sum >SHA256SUMS); }
