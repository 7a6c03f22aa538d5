package search_test

import (
	"context"
	"fmt"

	"recollect/engine/photo"
	"recollect/engine/relevance"
	"recollect/engine/search"
)

// axes stands in for a model: each word that it knows is a direction of its own.
type axes map[string]int

func (a axes) Text(_ context.Context, sentence string) (photo.Vector, error) {
	v := make(photo.Vector, 4)
	v[a[sentence]] = 1
	return v, nil
}

// A Searcher ranks the photos of a Corpus and decides which of them are an answer.
func ExampleSearcher() {
	usual := relevance.Traits{Mean: 0.05, Dev: 0.07, Hub: 0.1} // of photos that are no hubs
	corpus := search.NewCorpus(4)
	corpus.Add(1, photo.Vector{0, 0.9, 0.1, 0.4}, usual)   // a beach
	corpus.Add(2, photo.Vector{0, 0.7, 0.6, 0.4}, usual)   // a beach with people
	corpus.Add(3, photo.Vector{0, 0.05, 0.9, 0.4}, usual)  // people
	corpus.Add(4, photo.Vector{0, 0.02, 0.02, 0.9}, usual) // something else

	s := search.Searcher{
		Encoder: axes{"the beach at noon": 1, "all of these people": 2}, Corpus: corpus,
		Calibration: relevance.Default(),
	}
	beach, people := search.Part{Text: "the beach at noon"}, search.Part{Text: "all of these people", Weight: -1}
	for _, parts := range [][]search.Part{{beach}, {beach, people}} {
		answer, err := s.Search(context.Background(), search.Query{Parts: parts})
		if err != nil {
			fmt.Println(err)
		}
		for _, m := range answer.Matches {
			fmt.Print(m.ID, " ")
		}
		fmt.Println("and", answer.Weak, "weak ones")
	}
	// Output:
	// 1 2 and 2 weak ones
	// 1 and 3 weak ones
}
