#!/bin/sh
# Runs the program at RECOLLECT_EXE under wine as if it was one of this system: who asks it to end has its window closed,
# twice, since the first time it asks whether to keep watching.
trap 'wine taskkill /im recollect.exe >/dev/null 2>&1; sleep 1; wine taskkill /im recollect.exe >/dev/null 2>&1' TERM
wine "$RECOLLECT_EXE" "$@" &
wait $! # a signal ends this
wait $!
