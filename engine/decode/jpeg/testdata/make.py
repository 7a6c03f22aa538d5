"""Makes the JPEG files beside it: kinds that are usual in other programs. It needs Pillow."""
from pathlib import Path

from PIL import Image, ImageFilter

here = Path(__file__).parent
source = Image.merge("RGB", [Image.effect_noise((203, 149), 60 + 40 * i).filter(ImageFilter.GaussianBlur(i)) for i in range(3)])
smooth = Image.radial_gradient("L").resize((203, 149))
source = Image.blend(source, Image.merge("RGB", [smooth, smooth.rotate(90), smooth.rotate(180)]), 0.5)

for name, kind in {
    "444": {"subsampling": 0},
    "422": {"subsampling": 1},
    "420": {"subsampling": 2},
    "420-best": {"subsampling": 2, "quality": 100},
    "420-worst": {"subsampling": 2, "quality": 3},
    "420-optimised": {"subsampling": 2, "optimize": True},
    "420-restarts": {"subsampling": 2, "restart_marker_blocks": 3},
    "444-restarts": {"subsampling": 0, "restart_marker_rows": 1, "quality": 92},
    "422-optimised-restarts": {"subsampling": 1, "restart_marker_blocks": 1, "optimize": True, "quality": 96},
    "progressive": {"progressive": True},
}.items():
    source.save(here / f"{name}.jpg", **{"quality": 75, **kind})
source.convert("L").save(here / "grey.jpg", quality=80)
source.convert("L").save(here / "grey-restarts.jpg", quality=80, restart_marker_blocks=5)
source.convert("CMYK").resize((40, 30)).save(here / "inks.jpg")
source.resize((60, 44)).save(here / "rgb.jpg", keep_rgb=True)
