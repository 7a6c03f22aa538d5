package colour

import "math"

// oklch returns lightness (0 to 1), chroma (up to about 0.32 in sRGB) and hue (degrees,
// 0 to 360: 29 is red, 110 yellow, 142 green, 264 blue) of an sRGB colour with channels
// from 0 to 255. The numbers are Ottosson's.
func oklch(r, g, b float64) (lightness, chroma, hue float64) {
	r, g, b = linear(r), linear(g), linear(b)
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	lightness = 0.2104542553*l + 0.7936177850*m - 0.0040720468*s
	x := 1.9779984951*l - 2.4285922050*m + 0.4505937099*s
	y := 0.0259040371*l + 0.7827717662*m - 0.8086757660*s
	hue = math.Atan2(y, x) * 180 / math.Pi
	if hue < 0 {
		hue += 360
	}
	return lightness, math.Hypot(x, y), hue
}

// linear undoes the transfer function of sRGB (IEC 61966-2-1); the result is from 0 to 1.
func linear(v float64) float64 {
	v /= 255
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// name returns the basic colour of an sRGB colour with channels from 0 to 255.
// The bounds were set so that the colours that people give each term in surveys
// come out as it, and photographs of things of a known colour.
func name(r, g, b float64) Mask {
	l, c, h := oklch(r, g, b)
	switch {
	case l < 0.24, l < 0.32 && c < 0.05:
		return Black
	case c < 0.035, l > 0.9 && c < 0.05:
		return neutral(l)
	case h < 8 || h >= 340:
		return pinkish(l, h)
	case h < 38:
		return reddish(l, c, h)
	case h < 82:
		return orangish(l, c, h)
	case h < 116:
		return yellowish(l, c, h)
	case h < 188:
		return Green
	case h < 288:
		return Blue
	default:
		return purplish(l, h)
	}
}

func neutral(l float64) Mask {
	switch {
	case l < 0.3:
		return Black
	case l > 0.86:
		return White
	}
	return Grey
}

func pinkish(l, h float64) Mask {
	switch {
	case l > 0.6:
		return Pink
	case h >= 340 && h < 352:
		return Purple
	}
	return Red
}

func reddish(l, c, h float64) Mask {
	switch {
	case l > 0.76, l > 0.7 && c < 0.14:
		return Pink
	case l > 0.62 && h > 32:
		return Orange
	case c < 0.09:
		return Brown
	}
	return Red
}

func orangish(l, c, h float64) Mask {
	switch {
	case l > 0.8 && c < 0.06:
		return White
	case l > 0.78 && c < 0.1 && h < 55:
		return Pink
	case l > 0.62 && c > 0.115:
		return Orange
	case h < 44 && l < 0.62 && c > 0.15:
		return Red
	}
	return Brown
}

func yellowish(l, c, h float64) Mask {
	switch {
	case l > 0.85 && c < 0.06:
		return White
	case l > 0.7 && c > 0.09:
		return Yellow
	case h > 104 && c > 0.05:
		return Green
	case c < 0.05:
		return Grey
	}
	return Brown
}

func purplish(l, h float64) Mask {
	if l > 0.72 && h > 322 {
		return Pink
	}
	return Purple
}
