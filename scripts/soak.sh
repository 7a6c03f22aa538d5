#!/bin/sh
# soak.sh [DURATION]: runs every fuzz target of the module, each for DURATION
# (30s), then the tests of watching, reliability and privacy at full length, which takes two hours.
set -eu

# By default a new input is made smaller for up to a minute, and nothing else is done meanwhile.
for file in $(grep -rl '^func Fuzz' --include='*_test.go' . || true); do
	for target in $(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p' "$file"); do
		echo "$(dirname "$file") $target"
		go test -run '^$' -fuzz "^$target\$" -fuzztime "${1:-30s}" -fuzzminimizetime 10x "$(dirname "$file")"
	done
done

go test -run '^$' -bench Unchanged ./engine/ingest
RECOLLECT_REQUIRE=1 RECOLLECT_SOAK=1 go test -count=1 -v -timeout 1h -run 'TestDamage$' ./engine
RECOLLECT_SOAK=1 go test -count=1 -v -timeout 2h -run '^TestKilledWhile(Migrating|Editing)$' ./engine/catalog
RECOLLECT_SOAK=1 go test -count=1 -v -timeout 1h -run '^TestKilledWhileDiscarding$' ./engine/library
RECOLLECT_SOAK=1 go test -count=1 -v -timeout 1h -run '^TestKilled$' ./engine/sidecars
RECOLLECT_SOAK=1 go test -count=1 -v -timeout 2h -run '^Test(Churn|KilledAtAnyMoment|ReadWhileReplaced)$' ./engine/index/compact
RECOLLECT_REQUIRE=1 RECOLLECT_SOAK=1 go test -count=1 -v -timeout 1h -run '^TestKilledWhileSaving$' ./engine
# One after the other: they measure time.
RECOLLECT_REQUIRE=1 RECOLLECT_SOAK=1 go test -count=1 -v -p 1 -timeout 4h ./engine/watch ./engine/ingest ./e2e/reliability
# RECOLLECT_RUNTIME names another library of ONNX Runtime to watch, in place of ours.
RECOLLECT_SOAK=1 go test -count=1 -v -tags e2e ./e2e/privacy
# Half an hour in the window, which stays below a limit of memory, and a search of 100,000 photos.
RECOLLECT_REQUIRE=1 RECOLLECT_SOAK=1 go test -count=1 -v -timeout 1h -tags e2e -run '^Test(Memory|SearchFromTheStart)$' ./e2e
