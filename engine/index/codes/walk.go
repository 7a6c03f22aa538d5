package codes

// MostLinks is how many links a node of Links may have.
const MostLinks = 64

// Found is a node and the estimate of its dot product with a query. Those whose links were followed
// are marked by Walked.
type Found struct {
	Score float32
	Node  uint32
}

// ID is the node without the mark.
func (f Found) ID() uint32 { return f.Node &^ Walked }

// Walked marks a Found whose links were followed.
const Walked = 1 << 31

// Links connect N codes on one level. They are packed, as in a file, or in rows, which may grow while
// Walk reads them. Plain are numbers that each code has besides, which belong to the score, little-endian.
type Links struct {
	N    int
	Most int // links of a node; at most MostLinks

	First  []byte // by node: how many links there are before its own, and once more for all (u32)
	Packed []byte // links
	Width  int    // bytes of a link: 3 or 4

	Counts []uint8 // by node
	Rows   []uint32

	Plain []byte
}

// Walk finds the ef codes nearest to the query s and to plain, beginning with those in beam, whose
// capacity is at least ef: it follows the links of the best whose links were not yet followed, until there
// is none among the ef best. seen has a number a node; none is epoch before. It returns the best first, or
// false if there is no kernel: the caller then does the same.
func (s *Query) Walk(
	g *Links, all []byte, plain []float32, seen []uint16, epoch uint16, beam []Found, ef int,
) ([]Found, bool) {
	if g.N == 0 || len(beam) == 0 || len(s.vs) == 0 {
		return beam, true
	}
	return walk(s, g, all, plain, seen, epoch, beam, ef)
}
