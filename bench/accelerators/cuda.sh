#!/bin/bash
# Tries Recollect on a computer with an NVIDIA card, in about ten minutes: the table of providers with
# parity and speed, pictures a second against the same loop in Python, an index that is equal to the
# processor's, and failures: the worker killed, too little memory on the card, the device taken away.
#
#	bench/accelerators/cuda.sh DIR [MODEL...]
#
# MODEL are folders with model.json (bench/models/export.py full clip-vit-b32 FOLDER makes one with
# random weights); without one the shipped model is tried alone. It needs Go, Python with venv and pip,
# CUDA 13 and cuDNN 9 (pip's nvidia-* packages serve), and downloads onnxruntime-gpu 1.28.0.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
dir=$(mkdir -p "$1" && cd "$1" && pwd)
shift
models=("$root/assets/models/mini" "$@")
photos=$root/testdata/sample-photos/photos

nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader
cd "$dir"
[ -x venv/bin/pip ] || python3 -m venv venv
venv/bin/pip install -q numpy 'onnxruntime-gpu[cuda,cudnn]==1.28.0'
site=$(venv/bin/python -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')

# The add-on: ONNX Runtime for GPUs, and where CUDA's libraries are.
mkdir -p addon bin
cp -u "$site"/onnxruntime/capi/libonnxruntime_providers_*.so addon/
cp -u "$(find "$site/onnxruntime/capi" -name 'libonnxruntime.so*' | head -1)" addon/libonnxruntime.so
(cd "$root" && go build -o "$dir/bin/recollect" .)
cp "$root/build/libonnxruntime.so" bin/
export RECOLLECT_ONNXRUNTIME=$dir/addon
LD_LIBRARY_PATH=$(find "$site/nvidia" -type d -name lib | paste -sd:)
export LD_LIBRARY_PATH

recollect() { "$dir/bin/recollect" --library "$dir/lib-$1" "${@:2}"; }
rm -rf "$dir"/lib-*
mkdir -p lib-cuda

echo "== parity and speed"
for model in "${models[@]}"; do
	echo "$model"
	recollect cuda doctor --providers --model "$model" | grep -A3 '^[* ] [A-Z]' | grep -v -A2 missing
	recollect cuda bench encode --model "$model" --provider CUDA
done

echo "== against Python, batches of 1, 8 and 32"
for batch in 1 8 32; do
	venv/bin/python "$here/encode.py" "$dir/bin/recollect" "${models[@]}" --provider CUDA --batch $batch --rounds 3
done

echo "== an index, and one whose worker is killed again and again"
(unset RECOLLECT_ONNXRUNTIME && recollect cpu index "$photos" 2>&1 | tail -1)
recollect cuda index "$photos" 2>&1 | tail -1
mkdir -p lib-killed && cp lib-cuda/providers.json lib-killed/
"$dir/bin/recollect" --library "$dir/lib-killed" index "$photos" >killed.log 2>&1 &
indexing=$!
while kill -0 $indexing 2>/dev/null; do
	for child in $(pgrep -P $indexing); do kill -9 "$child" 2>/dev/null && echo "killed a worker"; done
	sleep 0.5
done
wait $indexing
tail -1 killed.log
"$here/compare.py" lib-cpu/recollect.db lib-cuda/recollect.db
"$here/compare.py" lib-cpu/recollect.db lib-killed/recollect.db

echo "== too little memory on the card: another process holds nearly all of it"
venv/bin/python - <<'PY' &
import ctypes, time
cuda = ctypes.CDLL("libcuda.so.1")
context, free, total, p = ctypes.c_void_p(), ctypes.c_size_t(), ctypes.c_size_t(), ctypes.c_uint64()
cuda.cuInit(0); cuda.cuDevicePrimaryCtxRetain(ctypes.byref(context), 0); cuda.cuCtxSetCurrent(context)
cuda.cuMemGetInfo_v2(ctypes.byref(free), ctypes.byref(total))
assert cuda.cuMemAlloc_v2(ctypes.byref(p), ctypes.c_size_t(free.value - (200 << 20))) == 0
print("200 MB are left on the card", flush=True)
time.sleep(60)
PY
holder=$!
sleep 5
for model in "${models[@]}"; do recollect cuda bench encode --model "$model" --provider CUDA --batch 64 || true; done
kill $holder 2>/dev/null || true
wait $holder 2>/dev/null || true

echo "== no device: hidden from the process"
CUDA_VISIBLE_DEVICES=-1 recollect cuda bench encode --provider CUDA || true
CUDA_VISIBLE_DEVICES=-1 recollect cuda bench encode
