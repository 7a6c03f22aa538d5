#!/bin/bash
# Tries Recollect with real execution providers on a computer without a graphics card: OpenVINO's
# device for processors, and WebGPU on SwiftShader, which computes on the processor, slowly. What is
# needed is downloaded with pip and npm into DIR. Then photos are indexed on the processor, on
# OpenVINO, and on OpenVINO while its process is killed again and again; the answers must be the same.
#
#	bench/accelerators/real.sh DIR [PHOTOS]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
dir=$(mkdir -p "$1" && cd "$1" && pwd)
photos=${2:-$root/testdata/sample-photos/photos}
unset RECOLLECT_ONNXRUNTIME

fetch() {
	cd "$dir"
	[ -x venv/bin/pip ] || python3 -m venv venv
	venv/bin/pip install -q brotli
	[ -d openvino ] || {
		venv/bin/pip download -q --no-deps -d wheels onnxruntime-ep-openvino==1.8.1
		unzip -qo wheels/onnxruntime_ep_openvino-*.whl 'onnxruntime_ep_openvino/*' -d w && mv w/onnxruntime_ep_openvino openvino
	}
	[ -d webgpu ] || {
		venv/bin/pip download -q --no-deps -d wheels onnxruntime-ep-webgpu==0.4.0
		unzip -qo wheels/onnxruntime_ep_webgpu-*.whl 'onnxruntime_ep_webgpu/*' -d w && mv w/onnxruntime_ep_webgpu webgpu
	}
	[ -d swiftshader ] || {
		npm pack --silent @sparticuz/chromium@147.0.0 >/dev/null
		tar xzf sparticuz-chromium-*.tgz package/bin/swiftshader.tar.br
		venv/bin/python -c 'import brotli, io, tarfile
tarfile.open(fileobj=io.BytesIO(brotli.decompress(open("package/bin/swiftshader.tar.br", "rb").read()))).extractall("swiftshader", filter="data")'
	}
	# OpenVINO's plug-in takes Intel's devices alone.
	mkdir -p any
	cc -shared -fPIC -I "$(cd "$root" && go list -m -f '{{.Dir}}' github.com/yalue/onnxruntime_go)" \
		-o any/libonnxruntime_providers_openvino_any.so "$here/anyvendor.c" -ldl
}

build() {
	mkdir -p "$dir/bin"
	(cd "$root" && go build -o "$dir/bin/recollect" .)
	cp "$root/build/libonnxruntime.so" "$dir/bin/"
}

recollect() { "$dir/bin/recollect" --library "$dir/lib-$1" "${@:2}"; }

fetch
build
rm -rf "$dir"/lib-*
export OPENVINO_PLUGIN=$dir/openvino/libonnxruntime_providers_openvino_plugin.so

echo "== the processor"
recollect cpu index "$photos" 2>&1 | tail -1

export RECOLLECT_ONNXRUNTIME=$dir/any
mkdir -p "$dir/lib-openvino"
echo "== OpenVINO: the table, the speed, the index"
recollect openvino doctor --providers | grep -v '^  .*missing' | grep '^[* ] [A-Z]'
recollect openvino bench encode --provider CPU
recollect openvino bench encode --provider OpenVINO
recollect openvino index "$photos" 2>&1 | tail -1
"$here/compare.py" "$dir/lib-cpu/recollect.db" "$dir/lib-openvino/recollect.db"

echo "== OpenVINO, whose process is killed again and again"
mkdir -p "$dir/lib-killed"
cp "$dir/lib-openvino/providers.json" "$dir/lib-killed/"
"$dir/bin/recollect" --library "$dir/lib-killed" index "$photos" >"$dir/killed.log" 2>&1 &
indexing=$!
while kill -0 $indexing 2>/dev/null; do
	for child in $(pgrep -P $indexing); do kill -9 "$child" 2>/dev/null && echo "killed a worker"; done
	sleep 0.7
done
wait $indexing
tail -1 "$dir/killed.log"
"$here/compare.py" "$dir/lib-cpu/recollect.db" "$dir/lib-killed/recollect.db"

echo "== WebGPU on SwiftShader"
export RECOLLECT_ONNXRUNTIME=$dir/webgpu ORT_WEBGPU_EP_ALLOW_SOFTWARE_ADAPTER=1
export VK_ICD_FILENAMES=$dir/swiftshader/vk_swiftshader_icd.json LD_LIBRARY_PATH=$dir/swiftshader
mkdir -p "$dir/lib-webgpu"
recollect webgpu doctor --providers --model "$root/engine/model/testdata/hf-clip" | grep '^[* ] [A-Z]' | grep -v missing
recollect webgpu doctor --providers | grep '^[* ] [A-Z]' | grep -v missing
