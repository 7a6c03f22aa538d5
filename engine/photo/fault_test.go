package photo

import (
	"errors"
	"fmt"
	"maps"
	"testing"
)

func TestReason(t *testing.T) {
	tests := []struct {
		code string
		args Args
	}{
		{"catalog:newer", nil},
		{"library:in-use-by", Args{"who": "recollect index & co? (process 12) \xff"}},
		{"picture:pixels", Args{"width": "60000", "height": "1"}},
	}
	for _, tt := range tests {
		r := NewReason(tt.code, tt.args)
		if code, args := r.Split(); code != tt.code || !maps.Equal(args, tt.args) {
			t.Errorf("%q: got %q, %q", r, code, args)
		}
		if again := NewReason(tt.code, maps.Clone(tt.args)); again != r {
			t.Errorf("%q and %q are not equal", r, again)
		}
	}
	const old = "This picture is 50% there."
	if code, args := Reason(old).Split(); code != old || args != nil {
		t.Errorf("a sentence became %q, %q", code, args)
	}
}

func TestReasonOf(t *testing.T) {
	fault := &Fault{Code: "a:b", Args: Args{"c": "d"}, Text: "the log's"}
	r, ok := ReasonOf(fmt.Errorf("open: %w", errors.Join(errors.New("x"), fault)))
	if !ok || r != NewReason("a:b", Args{"c": "d"}) {
		t.Errorf("got %q, %v", r, ok)
	}
	if r, ok := ReasonOf(errors.New("x")); ok {
		t.Errorf("of an error without one: %q", r)
	}
}
