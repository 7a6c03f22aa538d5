package ui

import (
	"testing"

	"recollect/engine/photo"
)

func english(o *Options) {
	o.Model = func() photo.Model { return photo.Model{Name: "mini", Languages: []string{"en"}} }
}

// What is found for a sentence that the model does not understand is not called fitting.
func TestALanguageThatTheModelDoesNotKnow(t *testing.T) {
	w, l, _ := shownWindow(t, newFake("/Hund am Strand.jpg", "/собака 1.jpg", "/собака 2.jpg", "/dog.jpg"), english)
	for line, want := range map[string]string{
		"Hund am Strand": "This looks like German, and the model knows English only. 1 photo comes nearest.",
		"собака":         "This looks like Cyrillic letters, and the model knows English only. 2 photos come nearest.",
		"dog":            "1 photo fits well.",
	} {
		w.box.SetText(line)
		answeredTo(t, w, l)
		if got := w.board.Line.Content().Text; got != want {
			t.Errorf("%s: it says %q, want %q", line, got, want)
		}
	}
	w.box.SetText("katze")
	answeredTo(t, w, l)
	got := stateOf(w).Nothing(w.notes.around()).Hint
	if got != "This looks like German, and the model knows English only. Try it in English." {
		t.Errorf("without photos it says %q", got)
	}
}
