"""Smaller variants of a network, and weights in files of their own, as publishers make them."""

import copy
import json
from pathlib import Path

import onnx
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from onnxruntime.transformers.float16 import convert_float_to_float16
from safetensors.numpy import save_file

NAMES = ("_fp16", "_quantized", "_q4")


def half(source: Path, to: Path) -> None:
    """All of it in float16, inputs and outputs too."""
    onnx.save(convert_float_to_float16(onnx.load(str(source)), disable_shape_infer=False), str(to))


def int8(source: Path, to: Path) -> None:
    """Weights of 8 bits, activations quantised as they come: MatMulInteger."""
    quantize_dynamic(str(source), str(to), weight_type=QuantType.QUInt8, op_types_to_quantize=["MatMul", "Gather"],
                     extra_options={"EnableSubgraph": True})


def q4(source: Path, to: Path) -> None:
    """Weights of 4 bits in blocks of 32: MatMulNBits of ONNX Runtime's own operators."""
    q = MatMulNBitsQuantizer(str(source), block_size=32, is_symmetric=True)
    q.process()
    q.model.save_model_to_file(str(to), False)


def write(folder: Path, k) -> list:
    """Writes the variants of onnx/*_model.onnx; returns what model_fp16.json and so on say."""
    out = []
    for suffix, make in zip(NAMES, (half, int8, q4)):
        other = copy.deepcopy(k)
        for tower in (other.vision, other.text):
            source = folder / tower["file"]
            tower["file"] = tower["file"].replace(".onnx", suffix + ".onnx")
            make(source, folder / tower["file"])
        if suffix == "_fp16":
            other.vision |= {"element": "float16", "output_element": "float16"}
            other.text |= {"output_element": "float16"}
        other.name += suffix
        out.append((other, f"model{suffix}.json"))
    return out


def externalise(path: Path) -> None:
    """Moves the weights of a network to model.safetensors beside it."""
    m = onnx.load(str(path))
    tensors = {t.name: t for t in m.graph.initializer if len(t.dims) > 0 and t.ByteSize() > 128}
    data = path.with_name("model.safetensors")
    save_file({name: numpy_helper.to_array(t).copy() for name, t in tensors.items()}, str(data))
    raw = data.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8:8 + size])
    for name, t in tensors.items():
        begin, end = header[name]["data_offsets"]
        t.ClearField("raw_data")
        t.data_location = onnx.TensorProto.EXTERNAL
        for key, value in (("location", data.name), ("offset", 8 + size + begin), ("length", end - begin)):
            t.external_data.add(key=key, value=str(value))
    onnx.save(m, str(path))
