#!/bin/sh
# offline.sh COMMAND...: runs a command in a network namespace that holds nothing
# but the loopback interface, which proves that it sends nothing anywhere. Where
# the system has or allows no such namespaces, it says so and runs the command as it is.
set -eu

inner='if command -v ip >/dev/null; then ip link set lo up; fi; exec "$@"'
for enter in "unshare --net" "unshare --user --map-root-user --net"; do
	if $enter true 2>/dev/null; then
		exec env GOPROXY=off $enter sh -c "$inner" sh "$@"
	fi
done
echo "offline: no network namespace can be had here; going on with the network there"
exec "$@"
