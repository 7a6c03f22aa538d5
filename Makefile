# make run     sets up what is missing, builds, and opens Recollect; without a
#              display it does its main job in a private X server instead
# make build   leaves build/recollect with all that it needs beside it
# make test    all checks: vet, staticcheck, gofumpt, unit tests, whole program
# make soak    every fuzz target for 30 seconds, then kills, faults and churn at full length
# make bench   every benchmark
# make package-linux    the Debian package and the archive, below fyne-cross/dist; ARCH=arm64 for another processor
# make package-macos    the application for macOS, on a Mac
# make package-test     installs the package into a bare Debian root and uses it there
# make package-twice    builds the last commit's packages twice, in different folders, and compares them
# make package-windows       the archive and the installer for Windows, built with MinGW-w64
# make package-windows-test  uses both under wine
#
# All Go commands share one set of build flags, so that Fyne's C code, which
# takes minutes, is compiled once, and once more for the race detector.

library := build/libonnxruntime.so
system := $(shell uname)
ifeq ($(system),Darwin)
library := build/libonnxruntime.dylib
endif
ifneq ($(filter MINGW% MSYS%,$(system)),)
library := build/onnxruntime.dll
endif

# A display is either kind; with none, an X server of our own is needed.
display := $(DISPLAY)$(WAYLAND_DISPLAY)

.PHONY: run build test check unit e2e soak bench package-macos package-linux package-test package-twice package-windows package-windows-test setup setup-headless clean
.DEFAULT_GOAL := build
.NOTPARALLEL:

setup:
	@LIBRARY=$(library) scripts/setup.sh
	@$(MAKE) --silent --no-print-directory $(library)

setup-headless:
	@LIBRARY=$(library) scripts/setup.sh headless
	@$(MAKE) --silent --no-print-directory $(library)

# Where the version or a sum changes, the library is fetched again.
$(library): scripts/onnxruntime/libraries.go
	go run ./scripts/onnxruntime -o build

build: setup
	go build -ldflags "-s -w" -o build/recollect .
	mkdir -p build/sample-photos && cp -R testdata/sample-photos/photos/. testdata/sample-photos/CREDITS.* build/sample-photos/

run: $(if $(display),,setup-headless) build
	$(if $(display),build/recollect,go run ./e2e/demo)

# In this order: what fails soonest comes first, the window comes last. All that
# has to be fetched is there before; the checks themselves run without a network.
test: setup-headless
	@go list -deps -test -tags e2e ./... >/dev/null
	@go list tool | xargs go list -deps >/dev/null
	@scripts/offline.sh $(MAKE) --no-print-directory check unit e2e

check:
	@unformatted=$$(go tool gofumpt -l .) && if [ -n "$$unformatted" ]; then echo "not formatted by gofumpt:" $$unformatted; exit 1; fi
	go vet -tags e2e ./...
	go tool staticcheck -tags e2e ./...
	GOOS=darwin GOARCH=arm64 CGO_ENABLED=0 go build $$(scripts/portable.sh)

unit: setup
	scripts/unit.sh

# Without the race detector: it would watch the test, not the program, and make
# the comparing of pixels so slow that the program missed its time limits.
e2e: setup-headless build
	RECOLLECT_REQUIRE=1 go test -count=1 -v -p 1 -tags e2e ./e2e ./e2e/privacy

soak: setup-headless build
	scripts/soak.sh 30s

bench: setup
	go test -run '^$$' -bench . -benchmem ./engine/... ./ui/...

package-macos:
	fyne-cross/macos.sh

package-linux: setup
	fyne-cross/linux.sh

package-test: package-linux
	@command -v debootstrap >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends debootstrap; }
	fyne-cross/linux/test.sh fyne-cross/dist/recollect_*_$$(dpkg --print-architecture).deb

package-twice: setup
	fyne-cross/twice.sh linux.sh

package-windows:
	fyne-cross/windows.sh

package-windows-test: package-windows
	fyne-cross/windows/test.sh

clean:
	rm -rf build fyne-cross/dist fyne-cross/tmp
