#!/bin/sh
# unit.sh runs the unit tests, `make unit`. With RECOLLECT_REQUIRE a test fails where it would otherwise skip for want of
# the model or of ONNX Runtime's library.
set -eu
export RECOLLECT_REQUIRE=1

# The race detector sees the memory of Go alone. SQLite and its library of C, which are translated to Go, keep nearly all
# theirs elsewhere: watching them finds nothing of ours, and makes whatever has a catalog up to six times as slow.
go test -race -gcflags=modernc.org/sqlite/lib=-race=false -gcflags=modernc.org/libc=-race=false -timeout 40m ./...

# What computes much, as painting does, is slow under the race detector: tests that compare pictures or figures skip
# there (engine/unwatched) and run once more without.
unwatched='TestViewsLookAsTheyDid|TestNothingIsCutOff|TestClassifyEqualsBaseline|TestGraph|TestChurn'
unwatched="$unwatched|TestKinds|TestGlance|TestSelectIsWhatFiltersMean"
go test -run "^($unwatched)\$" ./ui ./app/command ./engine/catalog ./engine/index/compact ./engine/look
