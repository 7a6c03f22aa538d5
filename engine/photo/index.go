package photo

// IndexState says how the nearest photos of the model that answers are found, as it was measured when the index
// was written last.
type IndexState struct {
	Kind   string  `json:"kind"`    // "graph"; "scan": every photo is compared
	Why    string  `json:"why"`     // in English
	Photos int     `json:"photos"`  // that the index had
	ScanMS float64 `json:"scan_ms"` // what a scan took; 0: it was not measured
	// Pictures and Sentences are efSearch of the graph for these kinds of queries; 0: it was not measured; -1: a scan
	// is faster than walks that find as much.
	Pictures  int `json:"ef_pictures"`
	Sentences int `json:"ef_sentences"`
}
