package codes

// dotsGo is what every kernel computes: for each code, the sum of the products of its 4-bit numbers,
// 0 to 15, with those of vs.
func dotsGo(sums []int32, vs []int8, all []byte, size int, at []uint32) {
	for i, n := range at {
		code := all[int(n)*size:]
		var sum int32
		for b := 0; b < len(vs); b += blockDims {
			low, high := vs[b:b+blockDims/2], vs[b+blockDims/2:b+blockDims]
			for j, c := range code[b/2 : b/2+blockDims/2] {
				sum += int32(c&15)*int32(low[j]) + int32(c>>4)*int32(high[j])
			}
		}
		sums[i] = sum
	}
}

// pairsGo computes, for each code of all, the sum of the products of the half steps of code and of its.
func pairsGo(sums []int32, dims int, code, all []byte, size int, at []uint32) {
	for i, n := range at {
		other := all[int(n)*size:]
		var sum int32
		for j, c := range code[:dims/2] {
			o := other[j]
			sum += (int32(c&15)*2-15)*(int32(o&15)*2-15) + (int32(c>>4)*2-15)*(int32(o>>4)*2-15)
		}
		sums[i] = sum
	}
}
